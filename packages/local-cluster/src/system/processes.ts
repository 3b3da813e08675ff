import { readdir, readFile } from "node:fs/promises";

/** A process, told apart from a later one with the same number by its start time (clock ticks since boot). */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: number;
}

interface ProcessStat extends ProcessIdentity {
  readonly parentPid: number;
  /** R, S, D, Z …, as proc(5) has it. */
  readonly state: string;
}

/** Reads one line of /proc/PID/stat (proc_pid_stat(5)); the program's name may hold spaces and parentheses. */
export function parseProcessStat(line: string): ProcessStat | undefined {
  const open = line.indexOf("(");
  const close = line.lastIndexOf(")");
  if (open < 1 || close < open) return undefined;
  const fields = line.slice(close + 2).split(" ");
  const stat = {
    pid: Number(line.slice(0, open)),
    state: fields[0] ?? "",
    parentPid: Number(fields[1]),
    startTicks: Number(fields[19]),
  };
  return Number.isInteger(stat.pid) && Number.isInteger(stat.startTicks) ? stat : undefined;
}

/** The identity of a living process; `undefined` for none and for a zombie. */
export async function readProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const stat = parseProcessStat(line);
  if (stat === undefined || stat.state === "Z" || stat.state === "X") return undefined;
  return { pid: stat.pid, startTicks: stat.startTicks };
}

/** True while the very process of `identity` lives; false after it ended, and after a reboot. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  const found = await readProcess(identity.pid);
  return found?.startTicks === identity.startTicks;
}

/** Every living process whose arguments fit, the youngest first; this process is left out. */
export async function findProcesses(
  fits: (args: readonly string[]) => boolean,
): Promise<readonly ProcessIdentity[]> {
  const names = await readdir("/proc");
  const pids = names.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      return fits(commandLine.split("\0")) ? readProcess(Number(pid)) : undefined;
    }),
  );
  return found.filter((identity) => identity !== undefined).sort((a, b) => b.startTicks - a.startTicks);
}

/** The direct children of a process; empty when it has ended. */
export async function readChildren(pid: number): Promise<readonly number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return children.split(" ").filter(Boolean).map(Number);
}

/** Sends a signal to the very process of `identity`; nothing happens when it has ended. */
export async function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<void> {
  if (!(await isRunning(identity))) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The id that the kernel gave this boot: what an earlier boot recorded is gone. */
export async function readBootId(): Promise<string> {
  return (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
}
