output "cluster" {
  description = "Name of the cluster."
  value       = module.cluster.name
}

output "kubeconfig" {
  description = "Absolute path of the cluster's kubeconfig."
  value       = module.cluster.kubeconfig
}

output "context" {
  description = "Name of the context in that kubeconfig."
  value       = module.cluster.context
}
