import type { CliContext } from "../cli-context.ts";
import { formatDuration } from "./duration.ts";
import { cutText } from "./fit-text.ts";

const TICK_MS = 200;
const SIGNS = ["◐", "◓", "◑", "◒"] as const;

/** One line of progress on stderr: redrawn in place on a terminal; elsewhere only lines that stay are printed. */
export interface ProgressLine {
  /** What is being done now, and for how long; without a terminal it is printed once. */
  begin(text: string): void;
  /** The latest word about it, after the text. */
  detail(text: string): void;
  /** Prints a line that stays, above the moving one. */
  keep(line: string): void;
  /** Removes the moving line. */
  stop(): void;
}

export function createProgressLine(context: CliContext): ProgressLine {
  let current: { text: string; detail: string; since: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let frame = 0;
  const clear = (): void => void (context.isProgressInPlace && process.stderr.write("\r\u001b[2K"));
  const draw = (): void => {
    if (current === undefined || !context.isProgressInPlace) return;
    const sign = context.err.accent(SIGNS[frame % SIGNS.length] ?? "");
    frame += 1;
    const elapsed = formatDuration(context.clock.now() - current.since);
    const line = cutText(
      `${current.text} ${elapsed}${current.detail === "" ? "" : ` · ${current.detail}`}`,
      (process.stderr.columns ?? 80) - 3,
    );
    process.stderr.write(`\r\u001b[2K${sign} ${line}`);
  };
  return {
    begin: (text) => {
      if (!context.isProgressInPlace && current?.text !== text) context.say(text);
      current = { text, detail: "", since: context.clock.now() };
      timer ??= context.isProgressInPlace ? setInterval(draw, TICK_MS).unref() : undefined;
      draw();
    },
    detail: (text) => {
      if (current !== undefined) current.detail = text;
    },
    keep: (line) => {
      clear();
      context.say(line);
      draw();
    },
    stop: () => {
      clearInterval(timer);
      timer = undefined;
      if (current !== undefined) clear();
      current = undefined;
    },
  };
}
