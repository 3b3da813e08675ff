import { setTimeout as sleep } from "node:timers/promises";
import { CanaryError } from "@canary/core";
import type { PlannedTask } from "../plan/plan.ts";
import type { LockHolder } from "./resource-lock.ts";
import type { RunSession } from "./run-session.ts";

const POLL_MS = 100;

/**
 * Does the work while this process holds the task and its resources. When another process holds one: waits as long as
 * `lockTimeoutMs` says, then throws CANARY_RUN_LOCKED with who it is.
 */
export async function holdResources<T>(
  session: RunSession,
  task: PlannedTask,
  work: () => Promise<T>,
): Promise<T> {
  const { environment } = session.plan;
  const names = [`task:${task.id}`, ...task.resources].map((name) =>
    name.startsWith("terraform:") ? name : `${environment}:${name}`,
  );
  const held: string[] = [];
  try {
    // Always in the same order: two runs cannot wait for each other.
    for (const resource of [...new Set(names)].sort()) {
      await takeOne(session, task, resource);
      held.push(resource);
    }
    return await work();
  } finally {
    for (const resource of held) session.locks.release(resource);
  }
}

async function takeOne(session: RunSession, task: PlannedTask, resource: string): Promise<void> {
  const { deps, interruption, run, owner } = session;
  const since = new Date(deps.clock.now()).toISOString();
  const wanted: LockHolder = { run, task: task.id, resource, ...owner, since };
  const end = performance.now() + (deps.lockTimeoutMs ?? 0);
  let told: number | undefined;
  for (;;) {
    const other = session.locks.take(wanted);
    if (other === undefined) return;
    if (performance.now() >= end || interruption.signal !== null) throw lockedBy(other);
    if (told !== other.pid) {
      session.journal.emit({
        type: "lock_awaited",
        task: task.id,
        resource,
        heldBy: other.run,
        pid: other.pid,
      });
    }
    told = other.pid;
    await sleep(POLL_MS, undefined, { signal: interruption.aborted }).catch(() => undefined);
  }
}

function lockedBy(other: LockHolder): CanaryError {
  const who = `run ${other.run} (process ${other.pid}), task ${other.task}, since ${other.since}`;
  return new CanaryError(`"${other.resource}" is held by ${who}`, {
    code: "CANARY_RUN_LOCKED",
    hint: "Wait until that run has ended, then run the same command again",
    details: { ...other },
  });
}
