import { ARGOCD_NAMESPACE } from "./places.ts";
import { refusal } from "./refusal.ts";
import { tryKubectl } from "./target.ts";
import type { Target } from "./target.ts";

/** What Argo CD says of one Application, in its own words. */
export interface ApplicationStatus {
  readonly name: string;
  readonly project: string;
  /** `Synced`, `OutOfSync` or `Unknown`. */
  readonly sync: string;
  /** `Healthy`, `Progressing`, `Degraded`, `Suspended`, `Missing` or `Unknown`. */
  readonly health: string;
  /** The commit that it was compared with. */
  readonly revision: string | null;
  /** Why it is not as it should be; null where Argo CD says nothing. */
  readonly message: string | null;
}

interface Application {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly project: string };
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string; readonly message?: string };
    readonly conditions?: readonly { readonly message: string }[];
    readonly operationState?: { readonly phase?: string; readonly message?: string };
  };
}

/** Every Application, by name. Throws CANARY_GITOPS_NOT_INSTALLED where there is no Argo CD, CANARY_TOOL_FAILED. */
export async function readApplications(target: Target): Promise<readonly ApplicationStatus[]> {
  const args = ["-n", ARGOCD_NAMESPACE, "get", "applications.argoproj.io", "-o", "json"];
  const result = await tryKubectl(target, args);
  if (result.exitCode !== 0) throw refusal("Argo CD's Applications cannot be read", result);
  const { items } = JSON.parse(result.stdout) as { readonly items: readonly Application[] };
  return items.map(describe).sort((one, other) => one.name.localeCompare(other.name));
}

/** Everything that is in Git is in the cluster, and works. */
export function isSettled(application: ApplicationStatus): boolean {
  return application.sync === "Synced" && application.health === "Healthy";
}

/** It is as Git says, and a rollout in it waits for a promotion, or for the end of a pause. */
export function isWaiting(application: ApplicationStatus): boolean {
  return application.sync === "Synced" && application.health === "Suspended";
}

function describe({ metadata, spec, status }: Application): ApplicationStatus {
  const application = {
    name: metadata.name,
    project: spec.project,
    sync: status?.sync?.status ?? "Unknown",
    health: status?.health?.status ?? "Unknown",
    revision: status?.sync?.revision ?? null,
    message: null,
  };
  return isSettled(application) ? application : { ...application, message: reasonOf(status) };
}

/** What Argo CD says first: of the Application itself, of its objects, of the last sync. */
function reasonOf({ conditions, health, operationState }: NonNullable<Application["status"]> = {}):
  | string
  | null {
  const failure = operationState?.phase === "Succeeded" ? undefined : operationState?.message;
  return conditions?.[0]?.message ?? health?.message ?? failure ?? null;
}
