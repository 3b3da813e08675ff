import { CanaryError, isCanaryError } from "@canary/core";
import { pause } from "./pause.ts";
import { readGrowingDeliveryOf } from "./project-applications.ts";
import { isAt, isHeld, isSettled, isWaiting } from "./read-applications.ts";
import type { ApplicationStatus, Delivery } from "./read-applications.ts";
import { noRoot } from "./remote-revision.ts";
import type { Target } from "./target.ts";

/** How far the waiting is. */
export interface WaitProgress {
  readonly delivery: Delivery;
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
  let last = "";
  for (;;) {
    const read = await tryRead(target, options.project);
    if ("delivery" in read) {
      const { delivery } = read;
      const open = openIn(delivery, options);
      const text = JSON.stringify(delivery.applications);
      if (text !== last) options.onChange?.({ delivery, open });
      last = text;
      if (isComplete(delivery, options) && open.length === 0) return delivery;
      if (Date.now() > deadline) throw timedOut(options, open, reasonsOf(target, delivery, options));
    } else if (Date.now() > deadline) throw timedOut(options, [], read.error);
    await pause(EVERY_MS, target.signal);
  }
}

/** Whether there is what all others come from; alone, it is the beginning of all. */
function isComplete({ root, applications }: Delivery, { project }: WaitOptions): boolean {
  return root !== undefined && applications.length >= (project === undefined ? 2 : 1);
}

function openIn(delivery: Delivery, { commit }: WaitOptions): readonly ApplicationStatus[] {
  const wanted = commit ?? delivery.root?.revision ?? null;
  return delivery.applications.filter(
    (application) => !isAtRest(application) || !isAt(wanted, application, delivery),
  );
}

function isAtRest(application: ApplicationStatus): boolean {
  return isSettled(application) || isWaiting(application) || isHeld(application);
}

type Read = { readonly delivery: Delivery } | { readonly error: CanaryError };

/** An API server that restarts, or a line that breaks, is nothing that ends the waiting; a right that is missing is. */
async function tryRead(target: Target, project: string | undefined): Promise<Read> {
  try {
    return { delivery: await readGrowingDeliveryOf(target, project) };
  } catch (error) {
    if (isCanaryError(error) && error.code === "CANARY_TOOL_FAILED" && error.exitCode === 1) return { error };
    throw error;
  }
}

interface Reasons {
  readonly message: string;
  readonly hint?: string;
}

function reasonsOf(target: Target, delivery: Delivery, options: WaitOptions): Reasons {
  const { root } = delivery;
  if (root === undefined) return noRoot(target);
  const wanted = (options.commit ?? root.revision ?? "").slice(0, 12);
  const reasons = openIn(delivery, options).map((application) => {
    const { name, sync, health, revision, message } = application;
    const isLate = isAtRest(application);
    const state = isLate
      ? `at ${revision?.slice(0, 12) ?? "no commit"}, not ${wanted}`
      : `${sync}, ${health}`;
    return [`${name}: ${state}`, ...(message === null ? [] : [message])].join(": ");
  });
  const { project } = options;
  const nothing = project === undefined ? "no Application yet" : `no Application of project ${project} yet`;
  return { message: reasons.join("\n") || nothing };
}

function timedOut(
  { timeoutMs }: WaitOptions,
  open: readonly ApplicationStatus[],
  { message, hint }: Reasons,
): CanaryError {
  return new CanaryError(`not everything is Synced and Healthy after ${timeoutMs / 1000} s:\n${message}`, {
    code: "CANARY_GITOPS_TIMED_OUT",
    hint:
      hint ??
      "Read `canary gitops status`; what Argo CD says of an object is in `kubectl -n argocd describe application NAME`.",
    details: { applications: open },
  });
}
