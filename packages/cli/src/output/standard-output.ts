import { CanaryError } from "@canary/core";
import { fstatSync, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";

/** Where data goes. A reader that goes away (`canary tasks list | head`) ends the output, not the program. */
export interface StandardOutput {
  readonly isTerminal: boolean;
  /** Of the terminal; 0 where there is none, or it does not know. */
  readonly columns: number;
  write(text: string | Uint8Array): void;
  /** As `write`, and waits until the reader took it. */
  writeAll(text: string): Promise<void>;
}

const STDOUT = 1;

/** stdout by Node's stream, which also says when its reader is gone. */
export function streamedOutput(): StandardOutput {
  const { stdout } = process;
  outliveReader(stdout);
  return {
    isTerminal: stdout.isTTY,
    columns: stdout.isTTY ? stdout.columns : 0,
    write: (text) => void stdout.write(text),
    writeAll: async (text) => {
      if (stdout.write(text) || stdout.destroyed) return;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          stdout.off("drain", done).off("close", done);
          resolve();
        };
        stdout.on("drain", done).on("close", done);
      });
    },
  };
}

/** stdout without Node's stream where it is no terminal: making that stream costs a start some five milliseconds. */
export function directOutput(): StandardOutput {
  return mayBeTerminal() ? streamedOutput() : new DirectOutput();
}

function mayBeTerminal(): boolean {
  const out = fstatSync(STDOUT);
  return out.isCharacterDevice() && out.rdev !== statSync(devNull, { throwIfNoEntry: false })?.rdev;
}

/** Lets a stream's reader go away; any other error of the stream ends the program at once. */
export function outliveReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    const { code, message, hint, exitCode } = unwritable(error);
    process.stderr.write(`error ${code}: ${message}\n  fix ${hint}\n`);
    process.exit(exitCode);
  });
}

function unwritable(error: unknown): CanaryError {
  const reason = error instanceof Error ? error.message : String(error);
  return new CanaryError(`stdout takes no more: ${reason}`, {
    code: "CANARY_OUTPUT_FAILED",
    hint: "What was asked for is done, as far as it changes anything; make room where stdout goes to, then look again.",
    cause: error,
  });
}

class DirectOutput implements StandardOutput {
  readonly isTerminal = false;
  readonly columns = 0;
  /** The reader is gone, or there is no room: what comes now is dropped. */
  #isClosed = false;
  /** For a pipe that its maker does not want to be waited for. */
  #stream: StandardOutput | undefined;

  write(text: string | Uint8Array): void {
    if (this.#isClosed) return;
    const bytes = typeof text === "string" ? Buffer.from(text) : text;
    if (this.#stream === undefined) this.#writeBytes(bytes);
    else this.#stream.write(bytes);
  }

  async writeAll(text: string): Promise<void> {
    this.write(text);
    await this.#stream?.writeAll("");
  }

  #writeBytes(bytes: Uint8Array): void {
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(STDOUT, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EAGAIN") {
        this.#stream = streamedOutput();
        this.#stream.write(bytes.subarray(written));
        return;
      }
      this.#isClosed = true;
      if (code !== "EPIPE") throw unwritable(error);
    }
  }
}
