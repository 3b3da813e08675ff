import { CanaryError } from "@canary/core";
import { setTimeout as pause } from "node:timers/promises";
import { isHeld, isSettled, isWaiting, readApplications } from "./read-applications.ts";
import type { ApplicationStatus } from "./read-applications.ts";
import type { Target } from "./target.ts";

export interface WaitOptions {
  /** The commit that every Application must have been compared with; any when left out. */
  readonly commit?: string | undefined;
  /** Only the Applications of this project; of every one when left out. */
  readonly project?: string | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with what was read whenever something changed. */
  readonly onChange?: ((applications: readonly ApplicationStatus[]) => void) | undefined;
}

const EVERY_MS = 1000;

/**
 * Waits until every Application is Synced with the commit and Healthy, or Suspended, or held by a sync window: a rollout that waits
 * for a person, and a window that lasts for days, would be waited for in vain. Throws CANARY_GITOPS_TIMED_OUT.
 */
export async function waitSettled(
  target: Target,
  options: WaitOptions,
): Promise<readonly ApplicationStatus[]> {
  const deadline = Date.now() + options.timeoutMs;
  // the root Application alone is the beginning of all
  const least = options.project === undefined ? 2 : 1;
  let last = "";
  for (;;) {
    const applications = await readApplications(target, options.project);
    const text = JSON.stringify(applications);
    if (text !== last) options.onChange?.(applications);
    last = text;
    const open = applications.filter((application) => !isDone(application, options.commit));
    if (applications.length >= least && open.length === 0) return applications;
    if (Date.now() > deadline) throw timedOut(open, options.timeoutMs);
    await pause(EVERY_MS, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
}

function isDone(application: ApplicationStatus, commit: string | undefined): boolean {
  const isAtRest = isSettled(application) || isWaiting(application) || isHeld(application);
  return isAtRest && (commit === undefined || application.revision === commit);
}

function timedOut(open: readonly ApplicationStatus[], timeoutMs: number): CanaryError {
  const reasons = open.map(({ name, sync, health, message }) =>
    [`${name}: ${sync}, ${health}`, ...(message === null ? [] : [message])].join(": "),
  );
  return new CanaryError(
    `not everything is Synced and Healthy after ${timeoutMs / 1000} s:\n${reasons.join("\n")}`,
    {
      code: "CANARY_GITOPS_TIMED_OUT",
      hint: "Read `canary gitops status`; what Argo CD says of an object is in `kubectl -n argocd describe application NAME`.",
      details: { applications: open },
    },
  );
}
