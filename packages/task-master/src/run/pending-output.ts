import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import type { OutputStream } from "../process/process-request.ts";

/** A log that canary writes, and the stream whose last words were on their way into it. */
const PENDING = /^(?<log>.*\.log)\.private\.(?:stdout|stderr)$/;

/** The log in whose folder, under this name, the end of an output is kept; undefined for the name of another file. */
export function logOfPending(name: string): string | undefined {
  return PENDING.exec(name)?.groups?.["log"];
}

/**
 * What a process printed and its log does not have yet, because it is masked by the line and the line goes on: kept in a
 * file that only its owner reads, so that it is not lost when canary dies. There is no file as long as lines come whole.
 */
export class PendingOutput {
  readonly #path: string;
  #isThere = false;

  constructor(log: string, stream: OutputStream) {
    this.#path = `${log}.private.${stream}`;
  }

  /** More of the same line. */
  append(chunk: Buffer): void {
    this.#try(() => appendFileSync(this.#path, chunk, { mode: 0o600 }));
    this.#isThere = true;
  }

  /** The log has all but this. */
  replace(text: string): void {
    if (text === "") return this.clear();
    this.#try(() => writeFileSync(this.#path, text, { mode: 0o600 }));
    this.#isThere = true;
  }

  /** The log has all of it. */
  clear(): void {
    if (!this.#isThere) return;
    this.#try(() => rmSync(this.#path, { force: true }));
    this.#isThere = false;
  }

  /** A full disk costs these bytes, not the process that printed them. */
  #try(change: () => void): void {
    try {
      change();
    } catch {
      // The log itself says nothing of it either.
    }
  }
}
