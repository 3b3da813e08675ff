variable "cluster" {
  description = "Which cluster, and by which program: the output of the module cluster-identity."
  type = object({
    name     = string
    provider = string
    program  = string
  })
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
