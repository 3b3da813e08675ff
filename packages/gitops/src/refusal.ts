import { CanaryError, EXIT_CODES } from "@canary/core";
import type { Target } from "./target.ts";

/** How kubectl says that the API server does not let this user do it, or does not know them. */
const REFUSED = /\(Forbidden\)|\(Unauthorized\)|is forbidden:|you must be logged in/i;
/** How it says that something is not installed: the object, its namespace, or its kind. */
const ABSENT = /\(NotFound\)|doesn't have a resource type|no matches for kind/i;

/**
 * What a failure of kubectl means: CANARY_GITOPS_NOT_INSTALLED when what was asked for is not there, else CANARY_TOOL_FAILED,
 * with exit code 4 when this user may not.
 */
export function refusal(
  what: string,
  { stderr }: { readonly stderr: string },
  { bootstrapCommand }: Target,
): CanaryError {
  const said = stderr.trim() || "kubectl said nothing";
  const message = `${what}: ${said}`;
  if (REFUSED.test(said)) {
    return new CanaryError(message, {
      code: "CANARY_TOOL_FAILED",
      exitCode: EXIT_CODES.unauthorised,
      hint: "Use a kubeconfig of somebody who may, or ask whoever runs the cluster for that right.",
    });
  }
  if (ABSENT.test(said)) {
    return new CanaryError(message, {
      code: "CANARY_GITOPS_NOT_INSTALLED",
      hint: `Run \`${bootstrapCommand}\`, which installs it.`,
    });
  }
  return new CanaryError(message, {
    code: "CANARY_TOOL_FAILED",
    hint: "See that the cluster answers (`canary cluster status`, or `kubectl get nodes`), then run this again.",
  });
}
