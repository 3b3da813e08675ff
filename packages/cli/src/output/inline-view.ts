import type { CliContext } from "../cli-context.ts";
import { cutText } from "./cut-text.ts";
import { formatDuration } from "./duration.ts";

const TICK_MS = 200;
const SIGNS = ["◐", "◓", "◑", "◒"] as const;
/** More that run at once are only counted. */
const MOST_LINES = 8;

interface Row {
  text: string;
  detail: string;
  readonly since: number;
}

/**
 * What runs now, a line each, below everything that stays, redrawn in place on stderr without another screen. Where there
 * is no terminal nothing moves: what begins and what stays is printed as a line.
 */
export class InlineView {
  readonly #context: CliContext;
  readonly #rows = new Map<string, Row>();
  readonly #began: number;
  #timer: NodeJS.Timeout | undefined;
  #drawn = 0;
  #frame = 0;
  #isPaused = false;
  #footer = "";

  constructor(context: CliContext) {
    this.#context = context;
    this.#began = context.clock.now();
  }

  /** What one of them does now; its time counts from its first text. */
  set(key: string, text: string): void {
    const { isProgressInPlace, clock } = this.#context;
    const row = this.#rows.get(key);
    if (!isProgressInPlace) {
      if (row?.text !== text) this.#context.say(text);
    } else this.#timer ??= setInterval(() => this.#redraw(), TICK_MS).unref();
    if (row === undefined) this.#rows.set(key, { text, detail: "", since: clock.now() });
    else Object.assign(row, { text, detail: "" });
  }

  /** The latest word of one of them. */
  detail(key: string, text: string): void {
    const row = this.#rows.get(key);
    if (row !== undefined) row.detail = text;
  }

  /** The line below them all, such as how many of how many are done. */
  set footer(text: string) {
    this.#footer = text;
  }

  /** Prints a line that stays. */
  keep(line: string): void {
    this.#clear();
    this.#context.say(line);
    this.#draw();
  }

  /** One of them is done, with a line that stays. */
  end(key: string, line: string): void {
    this.#rows.delete(key);
    this.keep(line);
  }

  /** Leaves the terminal to somebody else, such as a question. */
  pause(): void {
    this.#clear();
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#draw();
  }

  /** Removes what moves for good. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#rows.clear();
    this.#clear();
    this.#isPaused = true;
  }

  #redraw(): void {
    this.#frame += 1;
    this.#clear();
    this.#draw();
  }

  #clear(): void {
    if (this.#drawn === 0 || this.#isPaused) return;
    const up = this.#drawn > 1 ? `\u001b[${this.#drawn - 1}A` : "";
    process.stderr.write(`\r${up}\u001b[J`);
    this.#drawn = 0;
  }

  #draw(): void {
    const { isProgressInPlace, err } = this.#context;
    if (!isProgressInPlace || this.#isPaused || this.#rows.size === 0) return;
    const width = (process.stderr.columns || 80) - 3;
    const sign = err.accent(SIGNS[this.#frame % SIGNS.length] ?? "");
    const rows = [...this.#rows.values()];
    const lines = rows.slice(0, MOST_LINES).map((row) => `${sign} ${cutText(this.#textOf(row), width)}`);
    const more = rows.length - MOST_LINES;
    if (more > 0) lines.push(err.dim(`  … and ${more} more`));
    lines.push(err.dim(`  ${cutText(`${this.#footer} · ${this.#elapsed(this.#began)}`, width)}`));
    process.stderr.write(lines.join("\n"));
    this.#drawn = lines.length;
  }

  #textOf({ text, detail, since }: Row): string {
    return [`${text} ${this.#elapsed(since)}`, ...(detail === "" ? [] : [detail])].join(" · ");
  }

  #elapsed(since: number): string {
    return formatDuration(this.#context.clock.now() - since);
  }
}
