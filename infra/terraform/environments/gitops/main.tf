module "gitops" {
  source = "../../modules/gitops"

  cluster_name     = var.cluster_name
  cluster_provider = var.cluster_provider
  canary_program   = var.canary_program
  commit           = var.commit
}
