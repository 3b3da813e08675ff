terraform {
  required_version = ">= 1.6"

  # The path is given by whoever runs it: -backend-config=path=…
  backend "local" {}
}
