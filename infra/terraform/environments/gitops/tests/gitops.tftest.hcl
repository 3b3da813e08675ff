variables {
  canary_program = "/opt/canary/bin/canary"
}

run "plans_argocd_of_head_in_the_local_cluster" {
  command = plan

  assert {
    condition     = var.cluster_name == "canary" && var.cluster_provider == "local" && var.commit == "HEAD"
    error_message = "Without variables it must be HEAD in the local cluster named canary."
  }
}
