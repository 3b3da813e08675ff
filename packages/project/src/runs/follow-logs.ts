import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StringDecoder } from "node:string_decoder";
import { isRunAlive, JOURNAL } from "@canary/task-master/run";
import type { RunEvent, RunRecord } from "@canary/task-master/run";

const POLL_MS = 100;
const CHUNK_BYTES = 65_536;

/** Some text of one attempt's log. */
export interface LogText {
  readonly task: string;
  readonly step: string;
  readonly attempt: number;
  readonly text: string;
}

export interface FollowLogsOptions {
  /** Only this task's. */
  readonly task?: string;
  /** Goes on until the run has ended or `signal` says so. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/** What the steps of a run printed, attempt by attempt in the order of their start; secrets were masked before the write. */
export async function* followLogs(record: RunRecord, options: FollowLogsOptions): AsyncGenerator<LogText> {
  const { task, follow, signal } = options;
  const journal = new GrowingFile(join(record.directory, JOURNAL));
  const open = new Map<string, OpenLog>();
  for (;;) {
    // Asked before the reading: what is written until then is read below.
    const isLast = !follow || signal.aborted || !isRunAlive(record);
    const { started, finished, hasEnded } = newsOf(journal, task);
    for (const [key, log] of started) open.set(key, log);
    for (const [key, { file, place }] of open) {
      for (const text of file.read()) yield { ...place, text };
      if (finished.has(key)) open.delete(key);
    }
    if (isLast || hasEnded) return;
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

interface OpenLog {
  readonly file: GrowingFile;
  readonly place: Omit<LogText, "text">;
}

/** What the journal tells that it did not tell before: attempts that began (of this task), that ended, and the run's end. */
function newsOf(
  journal: GrowingFile,
  task: string | undefined,
): {
  readonly started: ReadonlyMap<string, OpenLog>;
  readonly finished: ReadonlySet<string>;
  readonly hasEnded: boolean;
} {
  const started = new Map<string, OpenLog>();
  const finished = new Set<string>();
  let hasEnded = false;
  for (const event of eventsOf(journal)) {
    if (event.type === "run_finished") hasEnded = true;
    else if (event.type === "run_resumed") hasEnded = false;
    else if (event.type === "step_finished") finished.add(keyOf(event));
    else if (event.type === "step_started" && event.task === (task ?? event.task)) {
      const { step, attempt, log } = event;
      started.set(keyOf(event), { file: new GrowingFile(log), place: { task: event.task, step, attempt } });
    }
  }
  return { started, finished, hasEnded };
}

function keyOf({ task, step, attempt }: Omit<LogText, "text">): string {
  return JSON.stringify([task, step, attempt]);
}

function eventsOf(journal: GrowingFile): readonly RunEvent[] {
  return [...journal.read()].join("").split("\n").flatMap(parse);
}

function parse(line: string): readonly RunEvent[] {
  try {
    return [JSON.parse(line) as RunEvent];
  } catch {
    return [];
  }
}

/** A file of which each reading gives what is new: whole characters, and of a journal whole lines because each is one write. */
class GrowingFile {
  readonly #path: string;
  readonly #decoder = new StringDecoder("utf8");
  #offset = 0;

  constructor(path: string) {
    this.#path = path;
  }

  *read(): Generator<string> {
    const file = openIfThere(this.#path);
    if (file === undefined) return;
    try {
      for (;;) {
        const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
        const size = readSync(file, chunk, 0, CHUNK_BYTES, this.#offset);
        if (size === 0) return;
        this.#offset += size;
        yield this.#decoder.write(chunk.subarray(0, size));
      }
    } finally {
      closeSync(file);
    }
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch {
    return undefined;
  }
}
