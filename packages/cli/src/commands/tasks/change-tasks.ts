import { envelope, EXIT_CODES } from "@canary/core";
import type { TaskStatus } from "@canary/core";
import type { TaskStore, Transition, TransitionChange, WriteBackReport } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, CommandResult } from "../../command.ts";
import { openContextTasks } from "../../open-context-tasks.ts";
import { renderTransitions } from "../../output/render-transitions.ts";
import { wantsBoxes, writeBoxes } from "./write-boxes.ts";

/** Changes status and notes of the tasks that the words name, all or none; without a status only the notes. */
export async function changeTasks(
  status: TaskStatus | undefined,
  input: CommandInput,
  context: CliContext,
): Promise<CommandResult> {
  const isWanted = status !== undefined && (await wantsBoxes(input, context));
  const store = openContextTasks(context);
  const transitions = change(store, status, input);
  const tasks = isWanted ? transitions.map(({ task }) => task) : [];
  const writeBack = writeBoxes(tasks, store, context);
  const isRefused = input.flag("write-back") && writeBack !== null && writeBack.refused.length > 0;
  return {
    exitCode: isRefused ? EXIT_CODES.failed : EXIT_CODES.done,
    document: transitionsDocument(transitions, writeBack),
    text: () => renderTransitions(transitions, writeBack, context),
  };
}

/** What the verbs print that change tasks. */
export function transitionsDocument(
  transitions: readonly Transition[],
  writeBack: WriteBackReport | null,
): NonNullable<CommandResult["document"]> {
  return envelope("TaskTransitions", {
    transitions: transitions.map(({ task, previous, event }) => ({
      task,
      previous: previous.status,
      isChanged: event !== null,
      isForced: event?.isForced === true,
    })),
    writeBack,
  });
}

function change(
  store: TaskStore,
  status: TaskStatus | undefined,
  input: CommandInput,
): readonly Transition[] {
  const noted = notesOf(input);
  if (status === undefined) return store.annotate(input.words, noted);
  const [message, by] = [input.value("message"), input.value("by")];
  return store.transitionAll(input.words, {
    status,
    force: input.flag("force"),
    ...(message === undefined ? {} : { message }),
    ...(by === undefined ? {} : { by }),
    ...noted,
  });
}

function notesOf(input: CommandInput): Pick<TransitionChange, "owner" | "note"> {
  const [owner, note] = [input.value("owner"), input.value("note")];
  return {
    ...(owner === undefined ? {} : { owner: owner === "" ? null : owner }),
    ...(note === undefined ? {} : { note: note === "" ? null : note }),
  };
}
