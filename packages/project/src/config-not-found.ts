import { CanaryError } from "@canary/core";

/** The error for a configuration that was named and is not there. */
export function configNotFound(file: string): CanaryError {
  return new CanaryError(`there is no configuration at ${file}`, {
    code: "CANARY_CONFIG_NOT_FOUND",
    hint: "Correct --config (or CANARY_CONFIG), or leave it out to use the nearest canary.yaml.",
  });
}
