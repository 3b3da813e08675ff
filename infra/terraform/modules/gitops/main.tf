# Argo CD and the one root Application, from which Argo CD installs everything else. `canary gitops bootstrap` is
# idempotent: it applies server-side what the commit says. The interpreter is the program itself, so that no shell sees
# the arguments.
resource "terraform_data" "gitops" {
  triggers_replace = [var.cluster_name, var.cluster_provider]

  input = {
    cluster   = var.cluster_name
    provider  = var.cluster_provider
    namespace = "argocd"
    root      = "root"
  }

  provisioner "local-exec" {
    interpreter = [
      var.canary_program, "gitops", "bootstrap", "--provider", var.cluster_provider, "--commit", var.commit, "--name",
    ]
    command = var.cluster_name
  }
}
