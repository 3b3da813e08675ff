output "namespace" {
  description = "Namespace of Argo CD."
  value       = module.gitops.namespace
}

output "root_application" {
  description = "Name of the Application that everything else comes from."
  value       = module.gitops.root_application
}
