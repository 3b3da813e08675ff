module "identity" {
  source = "../../modules/cluster-identity"

  name             = var.cluster_name
  cluster_provider = var.cluster_provider
  canary_program   = var.canary_program
}

module "cluster" {
  source = "../../modules/cluster"

  cluster    = module.identity.cluster
  kubeconfig = var.kubeconfig
}
