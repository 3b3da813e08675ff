import type { TaskStatus } from "@canary/core";
import type { Transition } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { parseCount } from "../../dispatch/parse-count.ts";
import { openContextTasks } from "../../open-context-tasks.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { renderTransitions } from "../../output/render-transitions.ts";
import { transitionsDocument } from "./change-tasks.ts";
import { wantsBoxes, writeBoxes } from "./write-boxes.ts";

/** `canary tasks undo [N]`: takes back the last changes. */
export const tasksUndoCommand: Command = {
  path: ["tasks", "undo"],
  summary: "take back the last change, or the last N",
  description:
    "A call that changed several tasks is one change. Changes of status, claims and notes can be taken back, whoever made them; a parse cannot: correct the document and parse again. The history keeps both.",
  arguments: [{ name: "n", description: "how many changes; 1 is the default" }],
  options: [
    {
      name: "write-back",
      description: "make the boxes follow; always with `writeBack: true` in canary.yaml",
    },
  ],
  formats: TABLE_JSON_YAML,
  examples: ["canary tasks undo", "canary tasks undo 3"],
  run: async (input, context) => {
    const count = parseCount(input.words[0], { option: "n", fallback: 1, least: 1, isArgument: true });
    const isWanted = await wantsBoxes(input, context);
    const store = openContextTasks(context);
    const transitions = store.undo(count);
    sayMissing(transitions, count, context);
    if (!isWanted) sayStandingBoxes(transitions, context);
    const writeBack = writeBoxes(isWanted ? transitions.map(({ task }) => task) : [], store, context);
    return {
      document: transitionsDocument(transitions, writeBack),
      text: () =>
        transitions.length === 0
          ? "There is nothing to take back.\n"
          : renderTransitions(transitions, writeBack, context),
    };
  },
};

/** Says so where fewer changes were there than were to be taken back. */
function sayMissing(transitions: readonly Transition[], count: number, context: CliContext): void {
  const undone = new Set(transitions.map(({ event }) => event?.group ?? event?.id)).size;
  if (undone === 0 || undone === count) return;
  const found = undone === 1 ? "there was only one change" : `there were only ${undone} changes`;
  context.say(context.err.warn(`note: ${found} to take back`));
}

/** Boxes that went with what is taken back, and did not go back with it. */
function sayStandingBoxes(transitions: readonly Transition[], context: CliContext): void {
  const isDone = (status: TaskStatus): boolean => status === "completed";
  for (const { task, previous } of transitions) {
    const { box, source } = task;
    if (isDone(previous.status) !== isDone(box) || isDone(task.status) === isDone(box)) continue;
    const state = isDone(box) ? "ticked" : "empty";
    context.say(
      context.err.warn(
        `note: the box of ${task.id} (${source.file}:${source.line}) is still ${state}: \`canary tasks sync\` makes it follow, as undo does with --write-back`,
      ),
    );
  }
}
