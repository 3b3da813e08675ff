import { closeSync, constants, openSync, readSync, unlinkSync } from "node:fs";

const CHUNK_BYTES = 65_536;

/**
 * A file that a child writes to instead of a pipe, so that the child lives on when canary dies. Readable by its owner
 * only; what it holds is not masked yet.
 */
export class PrivateOutput {
  readonly path: string;
  /** For the child's stdio; close it with `closeWriter` after the spawn. */
  readonly writer: number;
  readonly #reader: number;
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #offset = 0;

  constructor(path: string) {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_APPEND;
    this.path = path;
    this.writer = openSync(path, flags, 0o600);
    this.#reader = openSync(path, "r");
  }

  closeWriter(): void {
    closeSync(this.writer);
  }

  /** Gives what was written since the last call. */
  drain(give: (chunk: Buffer) => void): void {
    for (;;) {
      const size = readSync(this.#reader, this.#chunk, 0, CHUNK_BYTES, this.#offset);
      if (size === 0) return;
      this.#offset += size;
      give(this.#chunk.subarray(0, size));
    }
  }

  remove(): void {
    closeSync(this.#reader);
    unlinkSync(this.path);
  }
}
