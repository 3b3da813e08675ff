# One Kubernetes cluster on this machine. Both providers are driven through `canary cluster`, whose verbs are
# idempotent: `up` on a running cluster changes nothing, `down` on an absent one succeeds. The interpreter is a program
# that gets its arguments as a list, so that no shell reads them.
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
    when = destroy
    # self knows only where the program was at the time; down.sh finds it in a clone that was moved or renamed since.
    interpreter = ["/bin/sh", "${path.module}/down.sh", self.output.program, self.output.provider]
    command     = self.output.name
  }
}
