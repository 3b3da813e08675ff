import { envelope } from "@canary/core";
import { findAnyTask } from "@canary/project/tasks";
import type { StoreEvent, StoreSnapshot } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { parseCount } from "../../dispatch/parse-count.ts";
import { parseSince } from "../../dispatch/parse-since.ts";
import { openContextTasks } from "../../open-context-tasks.ts";
import { renderEvent } from "../../output/render-event.ts";
import { sayStoreProblems } from "../../output/say-store-problems.ts";
import { OPTIONAL_TASK_IDS } from "./task-arguments.ts";

const DEFAULT_LIMIT = 30;

/** `canary tasks history [ID…]`: what happened, oldest first. */
export const tasksHistoryCommand: Command = {
  path: ["tasks", "history"],
  summary: "what happened to tasks, by whom and why",
  description: `The events of the store, oldest first; only the last ${DEFAULT_LIMIT} where nothing else is said. Archived tasks are known by their exact id.`,
  arguments: [OPTIONAL_TASK_IDS],
  options: [
    {
      name: "limit",
      value: "N",
      description: `only the last so many; 0 for all, ${DEFAULT_LIMIT} is the default`,
    },
    { name: "since", value: "TIME", description: "only since then: 2h, 3d, 2026-11-21, a whole time" },
  ],
  formats: ["table", "json", "yaml", "jsonl"],
  examples: [
    "canary tasks history",
    "canary tasks history docs-faq --limit 0",
    "canary tasks history --since 1d -o json",
  ],
  run: (input, context) => {
    const limit = parseCount(input.value("limit"), { option: "limit", fallback: DEFAULT_LIMIT, least: 0 });
    const since = input.value("since");
    const from = since === undefined ? "" : parseSince("since", since, context.clock.now());
    const store = openContextTasks(context);
    const snapshot = sayStoreProblems(store.read(), context);
    const wanted = new Set(
      input.words
        .map((word) => findAnyTask(snapshot, word))
        .map((task) => `${task.document}\n${task.localId}`),
    );
    const found = store
      .history()
      .filter(({ at }) => at >= from)
      .filter(({ document, task }) => wanted.size === 0 || wanted.has(`${document}\n${task}`));
    const events = limit === 0 ? found : found.slice(-limit);
    if (context.format === "jsonl") printLines(events, context);
    return {
      ...(context.format === "jsonl"
        ? {}
        : { document: envelope("TaskHistory", { total: found.length, events }) }),
      text: () => renderHistory({ events, total: found.length, nameOf: namesOf(snapshot) }, context),
    };
  },
};

function printLines(events: readonly StoreEvent[], context: CliContext): void {
  for (const event of events) context.print(`${JSON.stringify(envelope("TaskEvent", event))}\n`);
}

/** What tasks are called, as `tasks list` shows them; a document's own event has the document's id. */
function namesOf({ tasks, archived }: StoreSnapshot): (event: StoreEvent) => string {
  const names = new Map(
    [...archived, ...tasks].map(({ id, document, localId }) => [`${document}\n${localId}`, id]),
  );
  return ({ document, task }) => (task === null ? document : (names.get(`${document}\n${task}`) ?? task));
}

interface HistoryView {
  readonly events: readonly StoreEvent[];
  readonly total: number;
  readonly nameOf: (event: StoreEvent) => string;
}

function renderHistory({ events, total, nameOf }: HistoryView, { out }: CliContext): string {
  if (total === 0) return "Nothing happened.\n";
  const left = total - events.length;
  const head = left === 0 ? "" : out.dim(`… ${left} before; --limit 0 shows them\n`);
  return head + events.map((event) => `${renderEvent(event, out, { name: nameOf(event) })}\n`).join("");
}
