import type { TaskStatus } from "@canary/core";
import type { StoredPhase, StoredTask, StoreSnapshot } from "@canary/project/tasks";

/** The marks that `canary parse` understands; docs/prd-format.md has the table. */
const MARKS: Readonly<Record<TaskStatus, string>> = {
  pending: " ",
  in_progress: "/",
  completed: "x",
  failed: "!",
  skipped: "~",
};

/** The tasks as a checklist by phase, with ids and dependencies, so that it can be parsed again. */
export function exportMarkdown(tasks: readonly StoredTask[], { phases, documents }: StoreSnapshot): string {
  const parts = documents.map(({ id, file, metadata }) => {
    const own = tasks.filter(({ document }) => document === id);
    const groups = [
      ...phases.filter(({ document }) => document === id).map((phase) => renderPhase(phase, own)),
      renderItems(own.filter(({ phase }) => phase === null)),
    ].filter((text) => text !== "");
    return groups.length === 0 ? "" : `# ${metadata.title ?? file}\n\n${groups.join("\n")}`;
  });
  return parts.filter((text) => text !== "").join("\n");
}

function renderPhase({ id, number, title, priority }: StoredPhase, tasks: readonly StoredTask[]): string {
  const own = tasks.filter(({ phase }) => phase === id);
  const work = renderItems(own.filter(({ kind }) => kind === "task"));
  const criteria = renderItems(own.filter(({ kind }) => kind === "criterion"));
  if (work === "" && criteria === "") return "";
  const rank = priority === null ? "" : ` (Priority: ${priority[0]?.toUpperCase()}${priority.slice(1)})`;
  const acceptance = criteria === "" ? "" : `### Acceptance criteria\n\n${criteria}`;
  return `## Phase ${number}: ${title}${rank}\n\n${[work, acceptance].filter((text) => text !== "").join("\n")}`;
}

function renderItems(tasks: readonly StoredTask[]): string {
  return tasks
    .filter(({ kind }) => kind !== "fragment")
    .map(({ status, title, localId, dependencies }) => {
      const needs = dependencies.length === 0 ? "" : ` (depends on ${dependencies.join(", ")})`;
      return `- [${MARKS[status]}] ${title.replaceAll("\n", " ")} {#${localId}}${needs}\n`;
    })
    .join("");
}
