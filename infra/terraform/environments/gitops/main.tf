module "identity" {
  source = "../../modules/cluster-identity"

  name             = var.cluster_name
  cluster_provider = var.cluster_provider
  canary_program   = var.canary_program
}

module "gitops" {
  source = "../../modules/gitops"

  cluster = module.identity.cluster
  commit  = var.commit
}
