import { existsSync, readFileSync } from "node:fs";
import { CanaryError, formatDiagnostic } from "@canary/core";
import { kubeconfigSchema } from "@canary/core/schemas";
import { parseYamlDocument } from "@canary/core/yaml-document";
import type { RunEnvironment } from "./run-environment.ts";

/**
 * Why kubectl and helm must not be called for this environment now, or undefined: CANARY_CLUSTER_NOT_FOUND where its
 * kubeconfig is not there, CANARY_CONTEXT_WRONG where that points elsewhere, CANARY_CONFIG_INVALID where it is none.
 */
export function clusterFault(environment: RunEnvironment): CanaryError | undefined {
  const { kubeconfig, context } = environment;
  if (!existsSync(kubeconfig)) return notFound(environment);
  const parsed = parseYamlDocument(readFileSync(kubeconfig, "utf8"), {
    file: kubeconfig,
    schema: kubeconfigSchema,
  });
  if (!parsed.ok) return invalid(parsed.diagnostics.map(formatDiagnostic).join("\n"));
  const { "current-context": current, contexts } = parsed.value;
  if (context === null || current === context) return undefined;
  return wrongContext(environment, context, { current, known: contexts.map(({ name }) => name) });
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

function invalid(message: string): CanaryError {
  return new CanaryError(message, {
    code: "CANARY_CONFIG_INVALID",
    hint: "Correct the kubeconfig, or name another one in canary.yaml.",
  });
}

function wrongContext(
  { name, kubeconfig }: RunEnvironment,
  wanted: string,
  { current, known }: { readonly current: string; readonly known: readonly string[] },
): CanaryError {
  const points = current === "" ? "at no context" : `at context "${current}"`;
  const hint = known.includes(wanted)
    ? `kubectl config use-context ${wanted} --kubeconfig ${kubeconfig}; or choose another environment with --env.`
    : `It has no such context (it has: ${known.join(", ") || "none"}): correct environments.${name} in canary.yaml.`;
  return new CanaryError(
    `environment "${name}" means the context "${wanted}", but ${kubeconfig} points ${points}`,
    {
      code: "CANARY_CONTEXT_WRONG",
      hint,
      details: { environment: name, kubeconfig, wanted, current, known },
    },
  );
}
