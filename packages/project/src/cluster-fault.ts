import { existsSync, readFileSync } from "node:fs";
import { CanaryError, formatDiagnostic } from "@canary/core";
import { kubeconfigSchema } from "@canary/core/schemas";
import { parseYamlDocument } from "@canary/core/yaml-document";
import type { RunEnvironment } from "./run-environment.ts";

/**
 * Why kubectl and helm must not be called for this environment now, or undefined: CANARY_CLUSTER_NOT_FOUND where its
 * kubeconfig is not there, CANARY_CONTEXT_WRONG where that points elsewhere, CANARY_CONFIG_INVALID where it is none.
 */
export function clusterFault(environment: FaultyEnvironment): CanaryError | undefined {
  const read = readContexts(environment);
  if ("fault" in read) return read.fault;
  const { context } = environment;
  if (context === null || read.current === context) return undefined;
  return wrongContext(environment, context, read);
}

/** As `clusterFault`, for tools that are told the context: the kubeconfig has to have it, and may point elsewhere. */
export function contextFault(environment: FaultyEnvironment): CanaryError | undefined {
  const read = readContexts(environment);
  if ("fault" in read) return read.fault;
  const { context } = environment;
  if (context === null || read.known.includes(context)) return undefined;
  return wrongContext(environment, context, read);
}

type FaultyEnvironment = Pick<RunEnvironment, "name" | "kubeconfig" | "context" | "cluster">;

interface Contexts {
  readonly current: string;
  readonly known: readonly string[];
}

function readContexts(environment: FaultyEnvironment): Contexts | { readonly fault: CanaryError } {
  const { kubeconfig } = environment;
  if (!existsSync(kubeconfig)) return { fault: notFound(environment) };
  const parsed = parseYamlDocument(readFileSync(kubeconfig, "utf8"), {
    file: kubeconfig,
    schema: kubeconfigSchema,
  });
  if (!parsed.ok) return { fault: invalid(parsed.diagnostics.map(formatDiagnostic).join("\n")) };
  const { "current-context": current, contexts } = parsed.value;
  return { current, known: contexts.map(({ name }) => name) };
}

function notFound({ name, kubeconfig, cluster }: FaultyEnvironment): CanaryError {
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
  { name, kubeconfig }: FaultyEnvironment,
  wanted: string,
  { current, known }: Contexts,
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
