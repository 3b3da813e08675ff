variable "cluster_name" {
  description = "Name of the cluster."
  type        = string
  default     = "canary"
}

variable "cluster_provider" {
  description = "What makes the cluster: local (a Linux host, root, no Docker) or kind (needs Docker)."
  type        = string
  default     = "local"
}

variable "canary_program" {
  description = "Absolute path of the canary program."
  type        = string
}

variable "kubeconfig" {
  description = "Absolute path of the kubeconfig that the program writes for this cluster."
  type        = string
}
