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

/** When the process began, as boot and ticks since it (field 22 of /proc/PID/stat); undefined when it is gone or there is no /proc. */
export function startOfProcess(pid: number): string | undefined {
  const ticks = statOf(pid)?.[19];
  return ticks === undefined ? undefined : `${bootOf()}/${ticks}`;
}

/** Whether this process id still means the process that began then; without a known begin, whether it exists at all. */
export function isSameProcess(pid: number, start: string | null): boolean {
  const [state = ""] = statOf(pid) ?? [];
  if (state === "Z" || state === "X") return false;
  const now = startOfProcess(pid);
  if (start === null || now === undefined) return exists(pid);
  return now === start;
}

/** Whether what lives in this group are a process that began then and its descendants. */
export function isSameGroup(group: number, start: string | null): boolean {
  if (!isGroupAlive(group)) return false;
  const leader = startOfProcess(group);
  if (leader !== undefined || start === null) return leader === (start ?? undefined);
  const [boot, ticks] = start.split("/");
  const members = membersOf(group) ?? [];
  return boot === bootOf() && members.every((member) => member.ticks >= Number(ticks));
}

let boot: string | undefined;

function bootOf(): string {
  boot ??= readText("/proc/sys/kernel/random/boot_id")?.slice(0, 8) ?? "";
  return boot;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function send(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

interface Member {
  readonly state: string;
  readonly ticks: number;
}

/** The group's processes from /proc, or undefined where there is none. */
function membersOf(group: number): readonly Member[] | undefined {
  const processes = listProcesses();
  if (processes.length === 0) return undefined;
  return processes.flatMap((pid) => {
    const fields = statOf(pid) ?? [];
    const [state = "", , ownGroup] = fields;
    return Number(ownGroup) === group ? [{ state, ticks: Number(fields[19]) }] : [];
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
  const text = readText(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(")") + 2).split(" ");
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}
