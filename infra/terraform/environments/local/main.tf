module "cluster" {
  source = "../../modules/cluster"

  name             = var.cluster_name
  cluster_provider = var.cluster_provider
  canary_program   = var.canary_program
  kubeconfig       = var.kubeconfig
}
