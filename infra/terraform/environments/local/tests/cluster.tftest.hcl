variables {
  canary_program = "/opt/canary/bin/canary"
  kubeconfig     = "/tmp/kubeconfig"
}

run "plans_one_cluster_of_the_local_provider" {
  command = plan

  assert {
    condition     = var.cluster_provider == "local" && var.cluster_name == "canary"
    error_message = "Without variables it must be the local cluster named canary."
  }
}
