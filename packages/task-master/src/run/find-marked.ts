import { readdirSync, readFileSync } from "node:fs";
import { maskSecrets } from "@canary/core";
import { startOfProcess } from "../process/process-group.ts";
import type { OpenProcess } from "./run-record.ts";

/** Each child carries its journal's name for it, so that it can be found though its id was not written any more. */
export const MARK = "CANARY_PROCESS";

/**
 * The process that carries this mark and has these arguments. What it started itself carries the mark too, but has other
 * arguments: a daemon that was meant to live on is not found.
 */
export function findMarked(
  { process, command }: OpenProcess,
  secrets: readonly string[],
): { readonly pid: number; readonly processStart: string | null } | undefined {
  const mark = `${MARK}=${process}`;
  const words = command.slice(1);
  for (const pid of processIds()) {
    if (!nullSeparated(`/proc/${pid}/environ`).includes(mark)) continue;
    const given = nullSeparated(`/proc/${pid}/cmdline`)
      .slice(1)
      .map((word) => maskSecrets(word, secrets));
    const tail = words.length === 0 ? [] : given.slice(-words.length);
    if (tail.join("\0") === words.join("\0")) return { pid, processStart: startOfProcess(pid) ?? null };
  }
  return undefined;
}

function processIds(): readonly number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function nullSeparated(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").replace(/\0$/, "").split("\0");
  } catch {
    return [];
  }
}
