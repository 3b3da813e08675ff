# `true` stands for the program: what it is called with, test/terraform.integration.test.ts holds.
variables {
  canary_program = "/usr/bin/true"
}

run "installs_argocd_in_the_local_cluster_where_nothing_else_is_asked_for" {
  command = apply

  assert {
    condition     = module.identity.cluster == { name = "canary", provider = "local", program = "/usr/bin/true" }
    error_message = "Without variables it must be the local cluster named canary."
  }

  assert {
    condition     = output.namespace == "argocd" && output.root_application == "root"
    error_message = "The outputs must name the namespace and the root Application."
  }
}
