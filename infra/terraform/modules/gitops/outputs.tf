output "namespace" {
  description = "Namespace of Argo CD."
  value       = terraform_data.gitops.output.namespace
}

output "root_application" {
  description = "Name of the Application that everything else comes from."
  value       = terraform_data.gitops.output.root
}
