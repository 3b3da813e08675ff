# `true` stands for the program: what it is called with, test/terraform.integration.test.ts holds.
variables {
  canary_program = "/usr/bin/true"
  kubeconfig     = "/tmp/kubeconfig"
}

run "makes_one_cluster_of_the_local_provider_where_nothing_else_is_asked_for" {
  command = apply

  assert {
    condition     = module.identity.cluster == { name = "canary", provider = "local", program = "/usr/bin/true" }
    error_message = "Without variables it must be the local cluster named canary."
  }

  assert {
    condition     = output.cluster == "canary" && output.kubeconfig == "/tmp/kubeconfig" && output.context == "canary-canary"
    error_message = "The outputs must name the cluster, its kubeconfig and its context."
  }
}
