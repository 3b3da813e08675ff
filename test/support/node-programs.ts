import { readdirSync, readFileSync } from "node:fs";

/** Process ids of a program of one cluster's node, by the name of its binary and the cluster's state directory. */
export function nodeProcesses(program: string, stateDirectory: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const [binary = "", ...rest] = commandOf(pid);
      return binary.endsWith(`/${program}`) && rest.some((word) => word.includes(`${stateDirectory}/`));
    })
    .map(Number);
}

function commandOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}
