import type { RunEvent } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import { formatDuration } from "./duration.ts";
import { signOf } from "./outcome-sign.ts";
import { ProgressLine } from "./progress-line.ts";
import type { Style } from "./style.ts";

/** What people read while a run goes on. */
export interface RunProgress {
  readonly onEvent: (event: RunEvent) => void;
  stop(): void;
}

type EventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

/** One line of progress for what runs now, and a line that stays for each task that ended. */
export function createRunProgress(context: CliContext): RunProgress {
  const line = new ProgressLine(context);
  const places = new Map<string, string>();
  const placeOf = (task: string): string => places.get(task) ?? "     ";
  const handlers: { readonly [Type in RunEvent["type"]]?: (event: EventOf<Type>) => void } = {
    task_started: ({ task, title, position, total }) => {
      places.set(task, `[${position}/${total}]`);
      line.begin(`${placeOf(task)} ${task}: ${title}`);
    },
    step_started: ({ task, part, name }) => line.begin(`${placeOf(task)} ${task}: ${part} · ${name}`),
    step_output: ({ text }) => line.detail(lastLineOf(text)),
    step_retried: (event) => line.keep(`      ${renderRetry(event, context.err)}`),
    task_finished: (event) => line.end(`${placeOf(event.result.task)} ${renderFinished(event, context.err)}`),
    run_interrupted: (event) => line.keep(context.err.warn(renderInterrupted(event))),
    run_finished: () => line.stop(),
  };
  return {
    onEvent: (event) => {
      const handle = handlers[event.type] as ((event: RunEvent) => void) | undefined;
      handle?.(event);
    },
    stop: () => line.stop(),
  };
}

function renderRetry({ delayMs, verdict }: EventOf<"step_retried">, err: Style): string {
  return `${err.warn("retry")} in ${formatDuration(delayMs)}: ${verdict.line ?? verdict.rule}`;
}

function renderFinished({ result }: EventOf<"task_finished">, err: Style): string {
  const { task, outcome, durationMs, error } = result;
  const how = outcome === "ok" ? "already so" : outcome;
  const problem = error === null ? "" : `\n      ${error.message.split("\n")[0]}`;
  return `${signOf(outcome, err)} ${task} ${err.dim(`${how}, ${formatDuration(durationMs)}`)}${problem}`;
}

function renderInterrupted({ signal, isRepeated, waitingFor }: EventOf<"run_interrupted">): string {
  const waiting = waitingFor.length === 0 ? "" : ` Waiting for ${waitingFor.join(", ")} to end.`;
  return isRepeated
    ? `${signal} again: the programs were told once already; a second signal could break their state.${waiting}`
    : `${signal}: nothing new is started.${waiting}`;
}

function lastLineOf(text: string): string {
  return text.trimEnd().split("\n").at(-1)?.trim() ?? "";
}
