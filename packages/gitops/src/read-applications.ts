import { ARGOCD_NAMESPACE } from "./places.ts";
import { refusal } from "./refusal.ts";
import { syncVerdict } from "./sync-windows.ts";
import type { SyncVerdict, SyncWindow } from "./sync-windows.ts";
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
  /** Whether a sync window of its project keeps Argo CD from syncing it by itself now, although Git says something else. */
  readonly held: boolean;
}

interface Project {
  readonly kind: "AppProject";
  readonly metadata: { readonly name: string };
  readonly spec: { readonly syncWindows?: readonly SyncWindow[] };
}

interface Application {
  readonly kind?: "Application";
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly project: string;
    readonly source?: { readonly repoURL: string; readonly targetRevision?: string };
    readonly destination?: { readonly name?: string; readonly namespace?: string; readonly server?: string };
  };
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string; readonly message?: string };
    readonly conditions?: readonly { readonly message: string }[];
    readonly operationState?: { readonly phase?: string; readonly message?: string };
    readonly resources?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly status?: string;
    }[];
  };
}

/** What Argo CD has. */
export interface Delivery {
  /** By name. */
  readonly applications: readonly ApplicationStatus[];
  /** Names of the AppProjects. */
  readonly projects: readonly string[];
  /** The Application from which all others come; undefined where it was not made, or is gone. */
  readonly root: ApplicationStatus | undefined;
  /** Names of those that read what the root reads, itself among them; a chart has versions of its own. */
  readonly followers: ReadonlySet<string>;
}

const ROOT = "root";
const MOST_NAMED = 5;

/** Every Application and project. Throws CANARY_GITOPS_NOT_INSTALLED where there is no Argo CD, CANARY_TOOL_FAILED. */
export async function readDelivery(target: Target): Promise<Delivery> {
  const kinds = "applications.argoproj.io,appprojects.argoproj.io";
  const args = ["-n", ARGOCD_NAMESPACE, "get", kinds, "-o", "json"];
  const result = await tryKubectl(target, args);
  if (result.exitCode !== 0) throw refusal("Argo CD's Applications cannot be read", result, target);
  const { items } = JSON.parse(result.stdout) as { readonly items: readonly (Application | Project)[] };
  const projects = items.filter((each) => each.kind === "AppProject");
  const applications = items.filter((each) => each.kind !== "AppProject");
  const described = applications
    .map((application) => withHold(describe(application), verdictOn(application, projects)))
    .sort((one, other) => one.name.localeCompare(other.name));
  return {
    applications: described,
    projects: projects.map(({ metadata }) => metadata.name),
    root: described.find(({ name }) => name === ROOT),
    followers: followersOf(applications),
  };
}

function followersOf(applications: readonly Application[]): ReadonlySet<string> {
  const root = applications.find(({ metadata }) => metadata.name === ROOT)?.spec.source;
  const follows = ({ spec: { source } }: Application): boolean =>
    source !== undefined && source.repoURL === root?.repoURL && source.targetRevision === root.targetRevision;
  return new Set(applications.filter(follows).map(({ metadata }) => metadata.name));
}

/** What the windows of its project say now; undefined where a window cannot be read, and while a sync goes on all the same. */
function verdictOn(
  { metadata, spec, status }: Application,
  projects: readonly Project[],
): SyncVerdict | undefined {
  if (status?.operationState?.phase === "Running") return undefined;
  const windows = projects.find((project) => project.metadata.name === spec.project)?.spec.syncWindows ?? [];
  const { name, namespace, server } = spec.destination ?? {};
  try {
    return syncVerdict(windows, { name: metadata.name, namespace, cluster: server ?? name }, new Date());
  } catch {
    return undefined;
  }
}

const SIGN_IN = " (docs/guides/platform.md, The argocd command, says how to sign in)";

/** Argo CD says nothing of a window in an Application: it only does not sync. */
function withHold(application: ApplicationStatus, verdict: SyncVerdict | undefined): ApplicationStatus {
  if (application.sync !== "OutOfSync" || verdict === undefined || verdict.automatic) return application;
  const until = verdict.until === null ? "" : ` until ${verdict.until.toISOString()}`;
  const person = verdict.manual ? `; \`argocd app sync ${application.name}\` does it now${SIGN_IN}` : "";
  return {
    ...application,
    held: true,
    message: `a sync window of the project ${application.project} holds it${until}${person}`,
  };
}

/** Whether it has been compared with this commit; what reads another repository never is, and need not be. */
export function isAt(
  commit: string | null,
  { name, revision }: ApplicationStatus,
  { followers }: Delivery,
): boolean {
  return !followers.has(name) || revision === commit;
}

/** Everything that is in Git is in the cluster, and works. */
export function isSettled(application: ApplicationStatus): boolean {
  return application.sync === "Synced" && application.health === "Healthy";
}

/** It is as Git says, and a rollout in it waits for a promotion, or for the end of a pause. */
export function isWaiting(application: ApplicationStatus): boolean {
  return application.sync === "Synced" && application.health === "Suspended";
}

/** What Git says waits for the end of a sync window, or for a person who syncs it. */
export function isHeld(application: ApplicationStatus): boolean {
  return application.held;
}

function describe({ metadata, spec, status }: Application): ApplicationStatus {
  const application = {
    name: metadata.name,
    project: spec.project,
    sync: status?.sync?.status ?? "Unknown",
    health: status?.health?.status ?? "Unknown",
    revision: status?.sync?.revision ?? null,
    message: null,
    held: false,
  };
  return isSettled(application) ? application : { ...application, message: reasonOf(status) };
}

/** What Argo CD says first: of the Application itself, of its objects, of the last sync; else which objects differ from Git. */
function reasonOf({
  conditions,
  health,
  operationState,
  resources = [],
}: NonNullable<Application["status"]> = {}): string | null {
  const failure = operationState?.phase === "Succeeded" ? undefined : operationState?.message;
  return conditions?.[0]?.message ?? health?.message ?? failure ?? differing(resources);
}

type Resources = NonNullable<NonNullable<Application["status"]>["resources"]>;

function differing(resources: Resources): string | null {
  const names = resources
    .filter(({ status }) => status === "OutOfSync")
    .map(({ kind, name }) => `${kind} ${name}`);
  if (names.length === 0) return null;
  const rest = names.length - MOST_NAMED;
  return `not as in Git: ${names.slice(0, MOST_NAMED).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
