import { readFileSync } from "node:fs";
import { CanaryError } from "@canary/core";
import type { RunEnvironment } from "./run-environment.ts";

/** In YAML and in JSON; the rest of a kubeconfig is kubectl's to understand. */
const CURRENT = /^\s*"?current-context"?\s*:[ \t]*["']?([^"'\s,}]*)/m;

/**
 * Why kubectl and helm must not be called for this environment now, or undefined: CANARY_CLUSTER_NOT_FOUND where its
 * kubeconfig is not there, CANARY_CONTEXT_WRONG where that points elsewhere.
 */
export function clusterFault(environment: RunEnvironment): CanaryError | undefined {
  const { kubeconfig, context } = environment;
  const text = readText(kubeconfig);
  if (text === undefined) return notFound(environment);
  const current = CURRENT.exec(text)?.[1] ?? "";
  return context === null || current === context ? undefined : wrongContext(environment, context, current);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function notFound({ name, kubeconfig, cluster }: RunEnvironment): CanaryError {
  const hint =
    cluster === null
      ? `Correct environments.${name}.kubeconfig in canary.yaml, or put the kubeconfig there.`
      : `Start it with \`canary cluster up --name ${cluster.name} --provider ${cluster.provider}\`, or choose another environment with --env.`;
  return new CanaryError(`environment "${name}" has no cluster: there is no kubeconfig ${kubeconfig}`, {
    code: "CANARY_CLUSTER_NOT_FOUND",
    hint,
    details: { environment: name, kubeconfig },
  });
}

function wrongContext({ name, kubeconfig }: RunEnvironment, wanted: string, current: string): CanaryError {
  const points = current === "" ? "at no context" : `at context "${current}"`;
  return new CanaryError(
    `environment "${name}" means the context "${wanted}", but ${kubeconfig} points ${points}`,
    {
      code: "CANARY_CONTEXT_WRONG",
      hint: `kubectl config use-context ${wanted} --kubeconfig ${kubeconfig}; or choose another environment with --env, or correct environments.${name} in canary.yaml.`,
      details: { environment: name, kubeconfig, wanted, current },
    },
  );
}
