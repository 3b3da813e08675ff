import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { CANARY_PROGRAM, cleanEnvironment } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";

const HELPER = join(import.meta.dirname, "terminal.py");
const ESCAPE = "\u001b";
/** A control sequence with its count and its command, or one character. */
const WRITTEN = new RegExp(`${ESCAPE}\\[\\??(\\d*)[;\\d]*([A-Za-z])|[^]`, "gu");
const LONGEST_WAIT_MS = 60_000;

/** Whether a terminal can be made here; that it cannot is said on stderr. */
export function hasTerminals(): boolean {
  if (spawnSync("python3", ["-c", "import pty"]).status === 0) return true;
  process.stderr.write("SKIPPED: without python3 there is no terminal to test on\n");
  return false;
}

/** The built `canary` on a terminal. */
export class Terminal {
  readonly #ended: Promise<number | null>;
  readonly #write: (text: string) => void;
  #text = "";

  constructor(workspace: Workspace, argv: readonly string[], columns = 100) {
    const child = spawn("python3", [HELPER, `${columns}`, process.execPath, CANARY_PROGRAM, ...argv], {
      cwd: workspace.directory,
      env: { ...cleanEnvironment(workspace), TERM: "xterm" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => (this.#text += text));
    this.#write = (text) => void child.stdin.write(text);
    this.#ended = new Promise((resolve) => void child.once("close", resolve));
  }

  /** All that was ever written to it, with its control sequences. */
  get text(): string {
    return this.#text;
  }

  /** What somebody sees on it now. */
  get screen(): readonly string[] {
    return screenOf(this.#text);
  }

  /** Waits until the screen shows it. */
  async shows(wanted: string | RegExp): Promise<void> {
    const end = performance.now() + LONGEST_WAIT_MS;
    const pattern = typeof wanted === "string" ? { test: (text: string) => text.includes(wanted) } : wanted;
    while (!pattern.test(this.screen.join("\n"))) {
      if (performance.now() > end) throw new Error(`${String(wanted)} is not on\n${this.screen.join("\n")}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Presses keys; `\u0003` is Ctrl-C. */
  type(keys: string): void {
    this.#write(keys);
  }

  /** The exit code. */
  async end(): Promise<number | null> {
    return this.#ended;
  }
}

/** Line ends, carriage returns, cursor up and "erase below" as a terminal does them; colours are left out. */
export function screenOf(text: string): readonly string[] {
  const lines: string[] = [""];
  let [row, column] = [0, 0];
  for (const [token, count, command] of text.matchAll(WRITTEN)) {
    if (command === "A") row = Math.max(0, row - Number(count === "" ? 1 : count));
    else if (command === "J") lines.splice(row, lines.length, (lines[row] ?? "").slice(0, column));
    else if (command !== undefined) continue;
    else if (token === "\r") column = 0;
    else if (token === "\n") row += 1;
    else {
      const line = (lines[row] ?? "").padEnd(column);
      lines[row] = line.slice(0, column) + token + line.slice(column + 1);
      column += 1;
    }
    while (lines.length <= row) lines.push("");
  }
  return lines.map((line) => line.trimEnd());
}
