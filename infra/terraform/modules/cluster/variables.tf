variable "cluster" {
  description = "Which cluster, and by which program: the output of the module cluster-identity."
  type = object({
    name     = string
    provider = string
    program  = string
  })
}

variable "kubeconfig" {
  description = "Absolute path of the kubeconfig that the program writes for this cluster."
  type        = string

  validation {
    condition     = startswith(var.kubeconfig, "/")
    error_message = "The path of the kubeconfig must be absolute."
  }
}
