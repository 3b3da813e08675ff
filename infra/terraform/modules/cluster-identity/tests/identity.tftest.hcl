variables {
  name             = "canary"
  cluster_provider = "local"
  canary_program   = "/opt/canary/bin/canary"
}

run "passes_on_what_is_good" {
  command = plan

  assert {
    condition     = output.cluster == { name = "canary", provider = "local", program = "/opt/canary/bin/canary" }
    error_message = "The output must be what was given."
  }
}

run "refuses_a_name_that_is_none" {
  command = plan

  variables {
    name = "My_Cluster"
  }

  expect_failures = [var.name]
}

run "refuses_an_unknown_provider" {
  command = plan

  variables {
    cluster_provider = "minikube"
  }

  expect_failures = [var.cluster_provider]
}

run "refuses_a_program_without_its_path" {
  command = plan

  variables {
    canary_program = "canary"
  }

  expect_failures = [var.canary_program]
}
