import type { TaskResult } from "@canary/core";
import type { RunEvent } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import { formatDuration } from "./duration.ts";
import { signOf } from "./outcome-sign.ts";
import { InlineView } from "./inline-view.ts";
import type { Style } from "./style.ts";

/** What people read while a run goes on. */
export interface RunProgress {
  readonly onEvent: (event: RunEvent) => void;
  /** Leaves the terminal to a question, and takes it back. */
  pause(): void;
  resume(): void;
  stop(): void;
}

type EventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;
type Handlers = { readonly [Type in RunEvent["type"]]?: (event: EventOf<Type>) => void };

/** What runs now, with its time, step and last line; a line that stays for each task that ended; how many of how many. */
export function createRunProgress(context: CliContext): RunProgress {
  const view = new InlineView(context);
  const handlers = handlersFor(view, context.err);
  return {
    onEvent: (event) => {
      const handle = handlers[event.type] as ((event: RunEvent) => void) | undefined;
      handle?.(event);
    },
    pause: () => view.pause(),
    resume: () => view.resume(),
    stop: () => view.stop(),
  };
}

function handlersFor(view: InlineView, err: Style): Handlers {
  const places = new Map<string, string>();
  const placeOf = (task: string): string => places.get(task) ?? "     ";
  let isTimeUp = false;
  let done = 0;
  let total = 0;
  return {
    run_started: ({ tasks }) => {
      total = tasks.length;
      view.footer = `0 of ${total} done`;
    },
    task_started: ({ task, title, position, total: all }) => {
      total = all;
      places.set(task, `[${position}/${all}]`);
      view.set(task, `${placeOf(task)} ${task}: ${title}`);
    },
    step_started: ({ task, part, name }) => view.set(task, `${placeOf(task)} ${task}: ${part} · ${name}`),
    step_output: ({ task, text }) => view.detail(task, lastLineOf(text)),
    step_retried: (event) => view.keep(`      ${renderRetry(event, err)}`),
    lock_awaited: (event) => view.keep(`${placeOf(event.task)} ${event.task}: ${renderAwaited(event)}`),
    orphan_found: (event) => view.keep(renderOrphan(event)),
    task_finished: ({ result }) => {
      done += 1;
      view.footer = `${done} of ${total} done`;
      view.end(result.task, `${placeOf(result.task)} ${renderFinished(result, err)}`);
    },
    run_timed_out: ({ timeoutMs }) => {
      isTimeUp = true;
      view.keep(err.warn(`The time of the run (${formatDuration(timeoutMs)}) is up.`));
    },
    run_interrupted: (event) => view.keep(err.warn(renderInterrupted(event, isTimeUp))),
    run_finished: () => view.stop(),
  };
}

function renderAwaited({ resource, heldBy, pid }: EventOf<"lock_awaited">): string {
  return `waiting for "${resource}", which run ${heldBy} (process ${pid}) holds`;
}

function renderOrphan({ of, tool, pid, action }: EventOf<"orphan_found">): string {
  const left = `run ${of} died and left ${tool} (process ${pid})`;
  return action === "awaited" ? `${left}: waiting for it to end` : `${left}: ending it`;
}

function renderRetry({ delayMs, verdict }: EventOf<"step_retried">, err: Style): string {
  return `${err.warn("retry")} in ${formatDuration(delayMs)}: ${verdict.line ?? verdict.rule}`;
}

function renderFinished({ task, outcome, durationMs, error }: TaskResult, err: Style): string {
  const how = outcome === "ok" ? "already so" : outcome;
  const [problem = ""] = error?.message.split("\n") ?? [];
  const shown = problem === "" ? "" : `: ${problem}`;
  return `${signOf(outcome, err)} ${task} ${err.dim(`${how}, ${formatDuration(durationMs)}`)}${shown}`;
}

/** When the time is up, the run tells its programs so itself: nobody has sent a signal. */
function renderInterrupted(
  { signal, isRepeated, waitingFor }: EventOf<"run_interrupted">,
  isTimeUp: boolean,
): string {
  const waiting = waitingFor.length === 0 ? "" : ` Waiting for ${waitingFor.join(", ")} to end.`;
  return isRepeated
    ? `${signal} again: the programs were told once already; a second signal could break their state.${waiting}`
    : `${isTimeUp ? "Nothing" : `${signal}: nothing`} new is started.${waiting}`;
}

function lastLineOf(text: string): string {
  return text.trimEnd().split("\n").at(-1)?.trim() ?? "";
}
