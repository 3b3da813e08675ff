import { maskArguments, shellLine } from "@canary/core";
import type { PlannedText } from "../plan/planned-text.ts";
import { resolveText } from "../plan/planned-text.ts";
import { startOfProcess } from "../process/process-group.ts";
import type { ProcessEnd } from "../process/process-request.ts";
import { runProcess } from "../process/run-process.ts";
import { mannersOf } from "../process/tool-manners.ts";
import { privatePathOf } from "../run/collect-private-output.ts";
import { MARK } from "../run/find-marked.ts";
import type { RunSession } from "../run/run-session.ts";
import { timeLeftMs } from "./step-scope.ts";
import type { StepScope } from "./step-scope.ts";

/** A tool's process and what it gave. */
export interface ToolEnd extends ProcessEnd {
  readonly tool: string;
  /** Masked. */
  readonly command: readonly string[];
  /** As it came; holds secrets. */
  readonly stdout: string;
}

export interface ToolCall {
  readonly argv: readonly PlannedText[];
  /** Added to the run's and the task's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** Runs one program of a step: late texts resolved, found on the children's PATH, its output in the attempt's log. */
export async function runTool(scope: StepScope, call: ToolCall): Promise<ToolEnd> {
  const { session, log } = scope;
  const argv = await resolveAll(scope, call.argv);
  const command = maskArguments(argv, session.secrets);
  const [tool = ""] = argv;
  const program = session.tools.find(tool);
  log.beginProcess();
  log.note(`$ ${shellLine(command)}`);
  if (program === undefined) return { ...NOT_FOUND, tool, command, stdout: "" };
  const process = session.nextProcess();
  const manners = mannersOf(tool);
  const { task, step, attempt } = scope;
  const { ownsState } = manners;
  const place = { task: task.id, step: step.id, attempt };
  session.journal.emit({ type: "process_starting", ...place, process, tool, command, ownsState });
  const end = await runProcess({
    program,
    argv,
    workingDirectory: session.plan.projectDirectory,
    environment: {
      ...session.environment,
      ...session.deps.clusterEnvironment?.(),
      ...(await taskEnvironment(scope)),
      ...call.environment,
      [MARK]: process,
    },
    timeoutMs: Math.min(call.timeoutMs ?? Number.POSITIVE_INFINITY, timeLeftMs(scope)),
    manners,
    privatePath: privatePathOf(log.path, log.size),
    interruption: session.interruption,
    onOutput: (stream, chunk) => log.write(stream, chunk),
    onStart: (pid) => tellStart(session, { process, tool, pid }),
  });
  tellEnd(scope, process, end);
  const startError = end.startError === "ENOENT" ? "its interpreter is missing" : end.startError;
  return { ...end, startError, tool, command, stdout: log.stdout };
}

const NOT_FOUND: ProcessEnd = {
  reason: "not_started",
  exitCode: null,
  signal: null,
  startError: "ENOENT",
  pid: null,
};

/** Texts of a plan with outputs and secrets put in. */
export async function resolveAll(
  scope: StepScope,
  texts: readonly PlannedText[],
): Promise<readonly string[]> {
  const words: string[] = [];
  for (const text of texts) {
    words.push(typeof text === "string" ? text : await resolveText(text, (one) => scope.session.lookUp(one)));
  }
  return words;
}

async function taskEnvironment(scope: StepScope): Promise<Readonly<Record<string, string>>> {
  const entries = Object.entries(scope.task.environment);
  if (entries.length === 0) return {};
  const values = await resolveAll(
    scope,
    entries.map(([, text]) => text),
  );
  return Object.fromEntries(entries.map(([name], index) => [name, values[index] ?? ""]));
}

function tellStart(
  session: RunSession,
  { process, tool, pid }: { process: string; tool: string; pid: number },
): void {
  session.running.set(pid, tool);
  const processStart = startOfProcess(pid) ?? null;
  session.journal.emit({ type: "process_started", process, pid, processStart });
}

function tellEnd({ session, log }: StepScope, process: string, end: ProcessEnd): void {
  const { exitCode, signal, pid } = end;
  if (pid !== null) {
    session.running.delete(pid);
    log.note(exitCode === null ? `# ended by ${signal ?? "nothing"}` : `# exit code ${exitCode}`);
  }
  session.journal.emit({ type: "process_ended", process, exitCode });
}
