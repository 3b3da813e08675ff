import type { ChildProcess } from "node:child_process";
import { PrivateOutput } from "./private-output.ts";
import type { OutputStream, ProcessRequest } from "./process-request.ts";

const TAIL_MS = 100;

/** Both output streams of a child: pipes, or private files for a tool that owns state. */
export class ChildOutput {
  readonly #files: ReadonlyMap<OutputStream, PrivateOutput>;
  readonly #give: ProcessRequest["onOutput"];
  #child: ChildProcess | undefined;
  #tail: NodeJS.Timeout | undefined;

  constructor({ manners, privatePath, onOutput }: ProcessRequest) {
    const streams: readonly OutputStream[] = manners.ownsState ? ["stdout", "stderr"] : [];
    this.#files = new Map(streams.map((stream) => [stream, new PrivateOutput(`${privatePath}.${stream}`)]));
    this.#give = onOutput;
  }

  get stdout(): number | "pipe" {
    return this.#files.get("stdout")?.writer ?? "pipe";
  }

  get stderr(): number | "pipe" {
    return this.#files.get("stderr")?.writer ?? "pipe";
  }

  /** After the spawn: the child has its own. */
  closeWriters(): void {
    for (const file of this.#files.values()) file.closeWriter();
  }

  /** Begins to read what the child writes. */
  attach(child: ChildProcess): void {
    this.#child = child;
    if (this.#files.size > 0) this.#tail = setInterval(() => this.#drain(), TAIL_MS);
    child.stdout?.on("data", (chunk: Buffer) => this.#give("stdout", chunk));
    child.stderr?.on("data", (chunk: Buffer) => this.#give("stderr", chunk));
  }

  /** Closes pipes that something outside the group still holds. */
  giveUp(): void {
    this.#child?.stdout?.destroy();
    this.#child?.stderr?.destroy();
  }

  /** Gives the rest, of all streams before any file goes. */
  finish(): void {
    clearInterval(this.#tail);
    this.#drain();
    for (const file of this.#files.values()) file.remove();
  }

  #drain(): void {
    for (const [stream, file] of this.#files) file.drain((chunk) => this.#give(stream, chunk));
  }
}
