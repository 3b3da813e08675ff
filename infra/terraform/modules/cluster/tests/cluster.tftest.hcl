# `true` stands for the program: what it is called with, test/terraform.integration.test.ts holds.
variables {
  cluster = {
    name     = "canary"
    provider = "local"
    program  = "/usr/bin/true"
  }
  kubeconfig = "/tmp/kubeconfig"
}

run "makes_the_cluster_and_says_how_to_reach_it" {
  command = apply

  assert {
    condition     = output.name == "canary" && output.kubeconfig == "/tmp/kubeconfig" && output.context == "canary-canary"
    error_message = "The outputs must name the cluster, its kubeconfig and its context."
  }
}

run "makes_another_cluster_for_another_provider" {
  command = plan

  variables {
    cluster = {
      name     = "canary"
      provider = "kind"
      program  = "/usr/bin/true"
    }
  }

  assert {
    condition     = terraform_data.cluster.triggers_replace[1] == "kind"
    error_message = "A cluster of another provider must replace the one that is there."
  }
}

run "refuses_a_kubeconfig_without_its_path" {
  command = plan

  variables {
    kubeconfig = "kubeconfig"
  }

  expect_failures = [var.kubeconfig]
}
