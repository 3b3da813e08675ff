import { slugOf } from "@canary/core";
import type { Priority, TaskStatus } from "@canary/core";
import type { StoredPhase, StoredTask, StoreSnapshot } from "@canary/project/tasks";
import { itemMetadata } from "./item-metadata.ts";

/** The marks that `canary parse` understands; docs/prd-format.md has the table. `[!]` is failed where `checkboxMarks` says so. */
const MARKS: Readonly<Record<TaskStatus, string>> = {
  pending: " ",
  in_progress: "/",
  completed: "x",
  failed: "!",
  skipped: "~",
};

const DEFAULT_PRIORITY: Priority = "medium";

/** Tasks of one document as a checklist by phase with what the document says of each, so that it can be parsed again. */
export function exportMarkdown(tasks: readonly StoredTask[], snapshot: StoreSnapshot): string {
  const id = tasks[0]?.document ?? snapshot.defaultDocument;
  const document = snapshot.documents.find((each) => each.id === id);
  if (document === undefined || tasks.length === 0) return "";
  const names = localIds(snapshot);
  // What stands outside every phase comes first: behind a phase it would be part of it.
  const groups = [
    renderGroup(tasks, { phase: null, names }),
    ...snapshot.phases
      .filter((phase) => phase.document === id)
      .map((phase) => renderGroup(tasks, { phase, names })),
  ].filter((text) => text !== "");
  return `# ${document.metadata.title ?? document.file}\n\n${groups.join("\n")}`;
}

/** Ids as their documents have them, by those of the store. */
function localIds({ tasks, archived }: StoreSnapshot): ReadonlyMap<string, string> {
  return new Map([...archived, ...tasks].map(({ id, localId }) => [id, localId]));
}

interface Group {
  /** Null for what stands outside every phase. */
  readonly phase: StoredPhase | null;
  readonly names: ReadonlyMap<string, string>;
}

function renderGroup(tasks: readonly StoredTask[], group: Group): string {
  const { phase } = group;
  const own = tasks.filter((task) => task.phase === (phase?.id ?? null));
  const work = own.filter(({ kind }) => kind === "task").map((task) => renderItem(task, group));
  const criteria = own.filter(({ kind }) => kind === "criterion").map((task) => renderItem(task, group));
  const level = phase === null ? "##" : "###";
  const parts = [
    work.join(""),
    criteria.length === 0 ? "" : `${level} Acceptance criteria\n\n${criteria.join("")}`,
  ];
  const text = parts.filter((part) => part !== "").join("\n");
  return text === "" || phase === null ? text : `${phaseHeading(phase)}\n\n${text}`;
}

function phaseHeading({ id, document, number, title, priority }: StoredPhase): string {
  const rank = priority === null ? "" : ` (Priority: ${priority[0]?.toUpperCase()}${priority.slice(1)})`;
  const localId = id.startsWith(`${document}:`) ? id.slice(document.length + 1) : id;
  const name = localId === slugOf(title) ? "" : ` {#${localId}}`;
  return `## Phase ${number}: ${title}${rank}${name}`;
}

function renderItem(task: StoredTask, { phase, names }: Group): string {
  const { status, title, localId, dependencies, priority, details } = task;
  const { front, behind } = itemMetadata(task);
  const parts = [
    ...front,
    title.replaceAll("\n", " "),
    `{#${localId}}`,
    ...(dependencies.length === 0
      ? []
      : [`(depends on ${dependencies.map((id) => names.get(id) ?? id).join(", ")})`]),
    ...(priority === (phase?.priority ?? DEFAULT_PRIORITY) ? [] : [`!${priority}`]),
    ...behind,
  ];
  return `- [${MARKS[status]}] ${parts.join(" ")}\n${details.map((detail) => renderDetail(detail)).join("")}`;
}

/** A bullet; code with its fence stands under the item as it is. */
function renderDetail(detail: string): string {
  const isCode = /^(?:`{3}|~{3})/.test(detail);
  const lines = detail.split("\n").map((line) => (line === "" ? "" : `${isCode ? "  " : "    "}${line}`));
  return isCode ? `\n${lines.join("\n")}\n` : `  - ${lines.join("\n").trimStart()}\n`;
}
