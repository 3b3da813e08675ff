import { closeSync, constants, fstatSync, openSync, writeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import type { OutputStream } from "../process/process-request.ts";
import { LineMasker } from "./line-masker.ts";
import { PendingOutput } from "./pending-output.ts";

const TAIL_CHARACTERS = 16_384;
const STDOUT_CHARACTERS = 1_048_576;

export interface AttemptLogOptions {
  /** The forms of every secret of the run. */
  readonly secrets: readonly string[];
  /** Hears the masked text as it is written. */
  readonly onText: (text: string) => void;
}

const STREAMS: readonly OutputStream[] = ["stdout", "stderr"];

/** The log of one attempt: masked before the write, whole lines, in order of arrival; unfinished ones are kept beside it. */
export class AttemptLog {
  readonly path: string;
  readonly #file: number;
  readonly #options: AttemptLogOptions;
  readonly #maskers: Readonly<Record<OutputStream, LineMasker>>;
  readonly #pending: Readonly<Record<OutputStream, PendingOutput>>;
  readonly #decoder = new StringDecoder("utf8");
  #stdout = "";
  #tail = "";
  #isBroken = false;

  constructor(path: string, options: AttemptLogOptions) {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;
    this.path = path;
    this.#options = options;
    this.#file = openSync(path, flags, 0o600);
    this.#maskers = { stdout: new LineMasker(options.secrets), stderr: new LineMasker(options.secrets) };
    this.#pending = { stdout: new PendingOutput(path, "stdout"), stderr: new PendingOutput(path, "stderr") };
  }

  /** What a process wrote. */
  write(stream: OutputStream, chunk: Buffer): void {
    if (stream === "stdout" && this.#stdout.length < STDOUT_CHARACTERS)
      this.#stdout += this.#decoder.write(chunk);
    const masker = this.#maskers[stream];
    const text = masker.push(chunk);
    this.#append(text);
    if (text === "") this.#pending[stream].append(chunk);
    else this.#pending[stream].replace(masker.pending);
  }

  /** A line of our own, such as the command; masked by the caller. */
  note(text: string): void {
    this.#write(`${text}\n`);
  }

  /** Begins the next process of the same attempt: its standard output is looked at alone. */
  beginProcess(): void {
    this.#flush();
    this.#stdout = "";
  }

  /** How many bytes were written so far, by earlier attempts too. */
  get size(): number {
    return fstatSync(this.#file).size;
  }

  /** Standard output of the last process as it came, at most 1 MiB; holds secrets. */
  get stdout(): string {
    this.#flush();
    return this.#stdout;
  }

  /** The last lines of both streams, masked. */
  get tail(): string {
    this.#flush();
    return this.#tail;
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  /** A full disk ends the log, not the process that writes to it. */
  #write(text: string): void {
    if (this.#isBroken) return;
    try {
      writeSync(this.#file, text);
    } catch {
      this.#isBroken = true;
    }
  }

  #flush(): void {
    for (const stream of STREAMS) {
      this.#append(this.#maskers[stream].finish());
      this.#pending[stream].clear();
    }
  }

  #append(text: string): void {
    if (text === "") return;
    this.#write(text);
    this.#tail = (this.#tail + text).slice(-TAIL_CHARACTERS);
    this.#options.onText(text);
  }
}
