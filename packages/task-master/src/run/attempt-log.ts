import { closeSync, constants, fstatSync, openSync, writeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import type { OutputStream } from "../process/process-request.ts";
import { LineMasker } from "./line-masker.ts";

const TAIL_CHARACTERS = 16_384;
const STDOUT_CHARACTERS = 1_048_576;

export interface AttemptLogOptions {
  /** The forms of every secret of the run. */
  readonly secrets: readonly string[];
  /** Hears the masked text as it is written. */
  readonly onText: (text: string) => void;
}

/** The log of one attempt: masked before the write, whole lines, in order of arrival. */
export class AttemptLog {
  readonly path: string;
  readonly #file: number;
  readonly #options: AttemptLogOptions;
  readonly #maskers: Readonly<Record<OutputStream, LineMasker>>;
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
  }

  /** What a process wrote. */
  write(stream: OutputStream, chunk: Buffer): void {
    if (stream === "stdout" && this.#stdout.length < STDOUT_CHARACTERS)
      this.#stdout += this.#decoder.write(chunk);
    this.#append(this.#maskers[stream].push(chunk));
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
    this.#append(this.#maskers.stdout.finish());
    this.#append(this.#maskers.stderr.finish());
  }

  #append(text: string): void {
    if (text === "") return;
    this.#write(text);
    this.#tail = (this.#tail + text).slice(-TAIL_CHARACTERS);
    this.#options.onText(text);
  }
}
