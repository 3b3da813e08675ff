import { CanaryError, isCanaryError } from "@canary/core";
import { pause } from "./pause.ts";
import { readGrowingProject } from "./project-applications.ts";
import { isHeld, isSettled, isWaiting } from "./read-applications.ts";
import type { ApplicationStatus, Delivery } from "./read-applications.ts";
import { noRoot } from "./remote-revision.ts";
import type { Target } from "./target.ts";

/** How far the waiting is. */
export interface WaitProgress {
  readonly applications: readonly ApplicationStatus[];
  /** Those that are waited for. */
  readonly open: readonly ApplicationStatus[];
}

export interface WaitOptions {
  /** The commit that every Application of the root's repository must have been compared with; the root's own when left out. */
  readonly commit?: string | undefined;
  /** Only the Applications of this project; of every one when left out. */
  readonly project?: string | undefined;
  readonly timeoutMs: number;
  /** Called with what was read whenever something changed. */
  readonly onChange?: ((progress: WaitProgress) => void) | undefined;
}

const EVERY_MS = 1000;

/**
 * Waits until every Application is Synced with the commit and Healthy, or Suspended, or held by a sync window: a rollout that waits
 * for a person, and a window that lasts for days, would be waited for in vain. A cluster that does not answer meanwhile is asked
 * again. Throws CANARY_GITOPS_TIMED_OUT, CANARY_GITOPS_NOT_INSTALLED, CANARY_VALUE_UNKNOWN for an unknown project, and the reason
 * of the target's signal.
 */
export async function waitSettled(target: Target, options: WaitOptions): Promise<Delivery> {
  const deadline = Date.now() + options.timeoutMs;
  // the root Application alone is the beginning of all
  const least = options.project === undefined ? 2 : 1;
  let last = "";
  for (;;) {
    const read = await tryRead(target, options.project);
    if ("delivery" in read) {
      const { applications, root } = read.delivery;
      const open = applications.filter((application) => !isDone(application, read.delivery, options.commit));
      const text = JSON.stringify(applications);
      if (text !== last) options.onChange?.({ applications, open });
      last = text;
      if (root !== undefined && applications.length >= least && open.length === 0) return read.delivery;
      if (Date.now() > deadline) throw timedOut(open, options, root === undefined ? noRoot() : undefined);
    } else if (Date.now() > deadline) throw timedOut([], options, read.error);
    await pause(EVERY_MS, target.signal);
  }
}

type Read = { readonly delivery: Delivery } | { readonly error: CanaryError };

/** An API server that restarts, or a line that breaks, is nothing that ends the waiting; a right that is missing is. */
async function tryRead(target: Target, project: string | undefined): Promise<Read> {
  try {
    return { delivery: await readGrowingProject(target, project) };
  } catch (error) {
    if (isCanaryError(error) && error.code === "CANARY_TOOL_FAILED" && error.exitCode === 1) return { error };
    throw error;
  }
}

function isDone(
  application: ApplicationStatus,
  { root, followers }: Delivery,
  commit = root?.revision,
): boolean {
  const isAtRest = isSettled(application) || isWaiting(application) || isHeld(application);
  return isAtRest && (!followers.has(application.name) || application.revision === commit);
}

function timedOut(
  open: readonly ApplicationStatus[],
  { timeoutMs, project }: WaitOptions,
  cause?: CanaryError,
): CanaryError {
  const reasons = open.map(({ name, sync, health, message }) =>
    [`${name}: ${sync}, ${health}`, ...(message === null ? [] : [message])].join(": "),
  );
  const nothing = project === undefined ? "no Application yet" : `no Application of project ${project} yet`;
  const said = cause?.message ?? (reasons.join("\n") || nothing);
  return new CanaryError(`not everything is Synced and Healthy after ${timeoutMs / 1000} s:\n${said}`, {
    code: "CANARY_GITOPS_TIMED_OUT",
    hint: "Read `canary gitops status`; what Argo CD says of an object is in `kubectl -n argocd describe application NAME`.",
    details: { applications: open },
    ...(cause === undefined ? {} : { cause }),
  });
}
