variable "cluster" {
  description = "Which cluster, and by which program: the output of the module cluster-identity."
  type = object({
    name     = string
    provider = string
    program  = string
  })
}

variable "kubeconfig" {
  description = "Absolute path where the cluster's kubeconfig is written."
  type        = string

  validation {
    condition     = startswith(var.kubeconfig, "/")
    error_message = "The path of the kubeconfig must be absolute."
  }
}
