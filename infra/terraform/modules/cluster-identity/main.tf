locals {
  cluster = {
    name     = var.name
    provider = var.cluster_provider
    program  = var.canary_program
  }
}
