# `true` stands for the program: what it is called with, test/terraform.integration.test.ts holds.
variables {
  cluster = {
    name     = "canary"
    provider = "local"
    program  = "/usr/bin/true"
  }
}

run "installs_argocd_and_names_the_root_application" {
  command = apply

  assert {
    condition     = output.namespace == "argocd" && output.root_application == "root"
    error_message = "The outputs must name the namespace and the root Application."
  }
}

run "takes_a_branch_a_tag_or_a_hash" {
  command = plan

  variables {
    commit = "feature/new-cart~2"
  }
}

run "refuses_what_is_an_option_and_no_revision" {
  command = plan

  variables {
    commit = "--upload-pack=/bin/sh"
  }

  expect_failures = [var.commit]
}
