import type { CliContext } from "../cli-context.ts";
import { formatDuration } from "./duration.ts";
import { cutText } from "./cut-text.ts";

const TICK_MS = 200;
const SIGNS = ["◐", "◓", "◑", "◒"] as const;

/** One line of progress on stderr: redrawn in place on a terminal; elsewhere only lines that stay are printed. */
export class ProgressLine {
  readonly #context: CliContext;
  #current: { readonly text: string; readonly since: number; detail: string } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;

  constructor(context: CliContext) {
    this.#context = context;
  }

  /** What is being done now, and for how long; without a terminal it is printed once. */
  begin(text: string): void {
    const { isProgressInPlace, clock } = this.#context;
    if (!isProgressInPlace && this.#current?.text !== text) this.#context.say(text);
    this.#current = { text, since: clock.now(), detail: "" };
    if (isProgressInPlace) this.#timer ??= setInterval(() => this.#draw(), TICK_MS).unref();
    this.#draw();
  }

  /** The latest word about it, after the text. */
  detail(text: string): void {
    if (this.#current !== undefined) this.#current.detail = text;
  }

  /** Prints a line that stays, above the moving one. */
  keep(line: string): void {
    this.#clear();
    this.#context.say(line);
    this.#draw();
  }

  /** Ends what is being done with a line that stays. */
  end(line: string): void {
    this.#clear();
    this.#current = undefined;
    this.#context.say(line);
  }

  /** Removes the moving line for good. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#current !== undefined) this.#clear();
    this.#current = undefined;
  }

  #clear(): void {
    if (this.#context.isProgressInPlace) process.stderr.write("\r\u001b[2K");
  }

  #draw(): void {
    const { isProgressInPlace, clock, err } = this.#context;
    if (this.#current === undefined || !isProgressInPlace) return;
    const { text, since, detail } = this.#current;
    const elapsed = formatDuration(clock.now() - since);
    const words = [`${text} ${elapsed}`, ...(detail === "" ? [] : [detail])].join(" · ");
    const sign = err.accent(SIGNS[this.#frame % SIGNS.length] ?? "");
    this.#frame += 1;
    process.stderr.write(`\r\u001b[2K${sign} ${cutText(words, (process.stderr.columns ?? 80) - 3)}`);
  }
}
