import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { CanaryError, nearest } from "@canary/core";
import { isSameProcess } from "../process/process-group.ts";
import type { RunEvent } from "./run-event.ts";
import { recordOf } from "./run-record.ts";
import type { RunRecord } from "./run-record.ts";

export const JOURNAL = "journal.ndjson";

/** The ids of all runs, the oldest first; empty where there is no folder yet. */
export function listRuns(runsDirectory: string): readonly string[] {
  if (!existsSync(runsDirectory)) return [];
  return readdirSync(runsDirectory)
    .filter((name) => hasBegun(join(runsDirectory, name, JOURNAL)))
    .toSorted();
}

/** One run from its journal; a line that was torn by the end of canary is left out. Throws CANARY_VALUE_UNKNOWN. */
export function readRun(runsDirectory: string, run: string): RunRecord {
  const directory = join(runsDirectory, run);
  const path = join(directory, JOURNAL);
  if (run === "" || !hasBegun(path)) {
    const candidates = nearest(run, listRuns(runsDirectory));
    throw new CanaryError(`There is no run "${run}"`, {
      code: "CANARY_VALUE_UNKNOWN",
      hint: candidates.length === 0 ? "`canary runs list` shows them" : `Nearest: ${candidates.join(", ")}`,
      details: { run, candidates },
    });
  }
  return recordOf(run, directory, readEvents(path));
}

/** The events of a run, in order. */
export function readRunEvents({ directory }: Pick<RunRecord, "directory">): readonly RunEvent[] {
  return readEvents(join(directory, JOURNAL));
}

/** The events of a journal, in order. */
export function readEvents(path: string): readonly RunEvent[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .map(parseLine)
    .filter((event) => event !== undefined);
}

/** Whether the process that executes this run still lives. */
export function isRunAlive({ owner, isClosed }: RunRecord): boolean {
  return !isClosed && owner !== null && isSameProcess(owner.pid, owner.processStart);
}

/** A run exists once the first line of its journal is written: before it, nothing was done. */
function hasBegun(journal: string): boolean {
  return (statSync(journal, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function parseLine(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    return undefined;
  }
}
