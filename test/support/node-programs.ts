import { readdirSync, readFileSync } from "node:fs";

/** Command lines of living processes, but for our own, that name this text. */
export function processesAbout(text: string): readonly string[] {
  return processIds()
    .filter((pid) => pid !== String(process.pid))
    .map((pid) => commandOf(pid).join(" "))
    .filter((command) => command.includes(text));
}

/** Process ids of a program of one cluster's node, by the name of its binary and the cluster's state directory. */
export function nodeProcesses(program: string, stateDirectory: string): readonly number[] {
  return processIds()
    .filter((pid) => {
      const [binary = "", ...rest] = commandOf(pid);
      return binary.endsWith(`/${program}`) && rest.some((word) => word.includes(`${stateDirectory}/`));
    })
    .map(Number);
}

function processIds(): readonly string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

function commandOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}
