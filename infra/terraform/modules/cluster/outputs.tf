output "name" {
  description = "Name of the cluster."
  value       = terraform_data.cluster.output.name
}

output "kubeconfig" {
  description = "Absolute path of the cluster's kubeconfig."
  value       = terraform_data.cluster.output.kubeconfig
}

output "context" {
  description = "Name of the context in that kubeconfig."
  value       = "canary-${terraform_data.cluster.output.name}"
}
