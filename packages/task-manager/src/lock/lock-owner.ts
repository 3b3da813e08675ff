import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Who holds a lock; what is null could not be found out on this system. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** RFC 3339, UTC: when the lock was taken. */
  readonly takenAt: string;
  /** Clock ticks since boot at which the process began; tells it from a later one with the same pid. */
  readonly processStart: string | null;
  /** Process ids mean something only inside one of these. */
  readonly pidNamespace: string | null;
  /** Unique for each time that a lock is taken. */
  readonly token: string;
}

/** This process as the owner of a lock taken `now` (milliseconds since the epoch). */
export function createLockOwner(now: number): LockOwner {
  return {
    pid: process.pid,
    host: hostname(),
    takenAt: new Date(now).toISOString(),
    processStart: processState(process.pid)?.start ?? null,
    pidNamespace: pidNamespace(),
    token: `${process.pid}-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`,
  };
}

/** The owner that a lock's text names, or undefined where it names none. */
export function parseLockOwner(text: string): LockOwner | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, host, token } = value as Partial<LockOwner>;
    return typeof pid === "number" && typeof host === "string" && typeof token === "string"
      ? (value as LockOwner)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the owner still runs; `unknown` where it belongs to another host or another container. */
export function ownerState(owner: LockOwner): "alive" | "dead" | "unknown" {
  if (owner.host !== hostname() || (owner.pidNamespace ?? null) !== pidNamespace()) return "unknown";
  if (!isRunning(owner.pid)) return "dead";
  const state = processState(owner.pid);
  if (state === undefined || owner.processStart === null) return "alive";
  return state.isZombie || state.start !== owner.processStart ? "dead" : "alive";
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** State and start time from proc_pid_stat(5), fields 3 and 22; undefined where there is no such file. */
function processState(pid: number): { readonly start: string; readonly isZombie: boolean } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const start = fields[19];
    return start === undefined ? undefined : { start, isZombie: fields[0] === "Z" || fields[0] === "X" };
  } catch {
    return undefined;
  }
}

function pidNamespace(): string | null {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return null;
  }
}
