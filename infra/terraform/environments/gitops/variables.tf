variable "cluster_name" {
  description = "Name of the cluster that Argo CD is installed in."
  type        = string
  default     = "canary"
}

variable "cluster_provider" {
  description = "What made the cluster: local or kind."
  type        = string
  default     = "local"
}

variable "canary_program" {
  description = "Absolute path of the canary program."
  type        = string
}

variable "commit" {
  description = "The commit that is delivered first."
  type        = string
  default     = "HEAD"
}
