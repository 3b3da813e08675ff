output "cluster" {
  description = "Which cluster is meant, and by which program: what the other modules take."
  value = {
    name     = var.name
    provider = var.cluster_provider
    program  = var.canary_program
  }
}
