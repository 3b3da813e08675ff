import type { RunInterruption } from "./run-interruption.ts";
import type { ToolManners } from "./tool-manners.ts";

export type OutputStream = "stdout" | "stderr";

export interface ProcessRequest {
  /** Absolute path of the program. */
  readonly program: string;
  /** Name and arguments. */
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly manners: ToolManners;
  /** Where the private files of a tool that owns state go: a path that `.stdout` and `.stderr` are added to. */
  readonly privatePath: string;
  readonly interruption: RunInterruption;
  readonly onOutput: (stream: OutputStream, chunk: Buffer) => void;
  /** Hears the process id, which is the group's too. */
  readonly onStart: (pid: number) => void;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly reason: "exited" | "timed_out" | "interrupted" | "not_started";
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not be started, such as ENOENT. */
  readonly startError: string | null;
  readonly pid: number | null;
}
