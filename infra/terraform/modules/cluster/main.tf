# One Kubernetes cluster on this machine. Both providers are driven through `canary cluster`, whose verbs are
# idempotent: `up` on a running cluster changes nothing, `down` on an absent one succeeds. The interpreter is the
# program itself, so that no shell sees the arguments.
resource "terraform_data" "cluster" {
  triggers_replace = [var.cluster.name, var.cluster.provider]

  # A destroy provisioner may only read self: what it needs is copied here.
  input = {
    name       = var.cluster.name
    provider   = var.cluster.provider
    program    = var.cluster.program
    kubeconfig = var.kubeconfig
  }

  provisioner "local-exec" {
    interpreter = [var.cluster.program, "cluster", "up", "--provider", var.cluster.provider, "--name"]
    command     = var.cluster.name
  }

  provisioner "local-exec" {
    when        = destroy
    interpreter = [self.output.program, "cluster", "down", "--provider", self.output.provider, "--name"]
    command     = self.output.name
  }
}
