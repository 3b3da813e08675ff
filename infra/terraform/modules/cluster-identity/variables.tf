variable "name" {
  description = "Name of the cluster; also names its state folder and its kubeconfig context (canary-NAME)."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,38}$", var.name))
    error_message = "The name must start with a letter and hold at most 39 of a-z, 0-9 and '-'."
  }
}

variable "cluster_provider" {
  description = "What makes the cluster: kind (needs Docker) or local (a Linux host, root, no Docker)."
  type        = string

  validation {
    condition     = contains(["kind", "local"], var.cluster_provider)
    error_message = "The provider must be kind or local."
  }
}

variable "canary_program" {
  description = "Absolute path of the canary program, which does the work."
  type        = string

  validation {
    condition     = startswith(var.canary_program, "/")
    error_message = "The path of the canary program must be absolute."
  }
}
