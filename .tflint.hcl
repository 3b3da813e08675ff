# The rules that tflint brings itself; a provider's rule set would have to be downloaded, and there is no provider.
plugin "terraform" {
  enabled = true
  preset  = "all"
}
