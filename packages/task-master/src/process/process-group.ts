import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Sends a signal to every process of the group; false when the group is gone. */
export function signalGroup(group: number, signal: NodeJS.Signals): boolean {
  return send(group, signal);
}

/** Whether a process of the group still runs. A zombie that nobody reaps does not count. */
export function isGroupAlive(group: number): boolean {
  if (!send(group, 0)) return false;
  const members = membersOf(group);
  return members === undefined || members.some(({ state }) => state !== "Z" && state !== "X");
}

/** Waits until the group is gone, at most `timeoutMs`; tells whether it is. */
export async function awaitGroupEnd(group: number, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  for (let pauseMs = 2; isGroupAlive(group); pauseMs = Math.min(pauseMs * 2, 100)) {
    const leftMs = end - performance.now();
    if (leftMs <= 0) return false;
    await sleep(Math.min(pauseMs, leftMs));
  }
  return true;
}

/** When the process began, in ticks since boot (field 22 of /proc/PID/stat); undefined when it is gone or there is no /proc. */
export function startOfProcess(pid: number): string | undefined {
  return statOf(pid)?.[19];
}

function send(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The group's processes from /proc, or undefined where there is none. */
function membersOf(group: number): readonly { readonly state: string }[] | undefined {
  const entries = listProcesses();
  if (entries.length === 0) return undefined;
  return entries.flatMap((pid) => {
    const [state = "", , ownGroup] = statOf(pid) ?? [];
    return Number(ownGroup) === group ? [{ state }] : [];
  });
}

function listProcesses(): readonly number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** The fields of /proc/PID/stat after the name, beginning with the state (proc_pid_stat(5)). */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
