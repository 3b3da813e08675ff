variable "cluster_name" {
  description = "Name of the cluster that Argo CD is installed in; it must run."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,38}$", var.cluster_name))
    error_message = "The name must start with a letter and hold at most 39 of a-z, 0-9 and '-'."
  }
}

variable "cluster_provider" {
  description = "What made the cluster: local has a Git server of its own, kind reads the repository that argocd/root/overlays/remote names."
  type        = string

  validation {
    condition     = contains(["kind", "local"], var.cluster_provider)
    error_message = "The provider must be kind or local."
  }
}

variable "canary_program" {
  description = "Absolute path of the canary program that installs Argo CD."
  type        = string

  validation {
    condition     = startswith(var.canary_program, "/")
    error_message = "The path of the canary program must be absolute."
  }
}

variable "commit" {
  description = "The commit that is delivered first: a branch, a tag or a hash of this repository."
  type        = string
  default     = "HEAD"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._/~^-]*$", var.commit))
    error_message = "The commit must be a revision, such as HEAD, main or a hash."
  }
}
