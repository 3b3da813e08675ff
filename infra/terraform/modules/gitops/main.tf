# Argo CD and the one root Application, from which Argo CD installs everything else. `canary gitops bootstrap` is
# idempotent: it applies server-side what the commit says. The interpreter is the program itself, so that no shell sees
# the arguments.
resource "terraform_data" "gitops" {
  triggers_replace = [var.cluster.name, var.cluster.provider]

  input = {
    cluster   = var.cluster.name
    provider  = var.cluster.provider
    namespace = "argocd"
    root      = "root"
  }

  provisioner "local-exec" {
    interpreter = [
      var.cluster.program, "gitops", "bootstrap", "--provider", var.cluster.provider, "--commit", var.commit, "--name",
    ]
    command = var.cluster.name
  }
}
