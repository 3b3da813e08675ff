import { maskSecrets } from "@canary/core";
import type { PlannedText } from "../plan/planned-text.ts";
import { resolveText } from "../plan/planned-text.ts";
import { startOfProcess } from "../process/process-group.ts";
import type { ProcessEnd } from "../process/process-request.ts";
import { runProcess } from "../process/run-process.ts";
import { mannersOf } from "../process/tool-manners.ts";
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
  const command = argv.map((word) => maskSecrets(word, session.secrets));
  const [tool = ""] = argv;
  const program = session.tools.find(tool);
  log.beginProcess();
  log.note(`$ ${command.join(" ")}`);
  if (program === undefined) return { ...NOT_FOUND, tool, command, stdout: "" };
  const own = { ...(await taskEnvironment(scope)), ...call.environment };
  const end = await runProcess({
    program,
    argv,
    workingDirectory: session.plan.projectDirectory,
    environment: Object.keys(own).length === 0 ? session.environment : { ...session.environment, ...own },
    timeoutMs: Math.min(call.timeoutMs ?? Number.POSITIVE_INFINITY, timeLeftMs(scope)),
    manners: mannersOf(tool),
    privatePath: `${log.path}.private`,
    interruption: session.interruption,
    onOutput: (stream, chunk) => log.write(stream, chunk),
    onStart: (pid) => tellStart(scope, { tool, command, pid }),
  });
  tellEnd(scope, end);
  return { ...end, tool, command, stdout: log.stdout };
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
  { session, task, step, attempt }: StepScope,
  { tool, command, pid }: { tool: string; command: readonly string[]; pid: number },
): void {
  session.running.set(pid, tool);
  session.journal.emit({
    type: "process_started",
    task: task.id,
    step: step.id,
    attempt,
    tool,
    command,
    pid,
    processStart: startOfProcess(pid) ?? null,
    ownsState: mannersOf(tool).ownsState,
  });
}

function tellEnd({ session, task, step, attempt, log }: StepScope, end: ProcessEnd): void {
  if (end.pid === null) return;
  session.running.delete(end.pid);
  log.note(end.exitCode === null ? `# ended by ${end.signal ?? "nothing"}` : `# exit code ${end.exitCode}`);
  session.journal.emit({
    type: "process_ended",
    task: task.id,
    step: step.id,
    attempt,
    pid: end.pid,
    exitCode: end.exitCode,
  });
}
