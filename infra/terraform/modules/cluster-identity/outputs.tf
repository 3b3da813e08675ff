output "cluster" {
  description = "Which cluster is meant, and by which program: what the other modules take."
  value       = local.cluster
}
