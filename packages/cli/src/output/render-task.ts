import { shellLine } from "@canary/core";
import type { StoredTask, StoreEvent } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import { renderEvent } from "./render-event.ts";
import type { Style } from "./style.ts";
import { paintStatus, statusLabel } from "./task-table.ts";

const NAME_WIDTH = 12;

/** A task with everything that is known about it. */
export interface TaskView {
  readonly task: StoredTask & {
    /** Such as `2.3`; null outside every phase. */
    readonly number: string | null;
  };
  readonly dependencies: readonly StoredTask[];
  readonly dependents: readonly StoredTask[];
  readonly history: readonly StoreEvent[];
}

/** A task for people. */
export function renderTask(view: TaskView, { out }: CliContext): string {
  const { task } = view;
  const lines = [
    out.bold(task.title),
    ...identityRows(view).map((row) => renderRow(row, out)),
    ...stateRows(task, out).map((row) => renderRow(row, out)),
    ...placeRows(view, out).map((row) => renderRow(row, out)),
    ...task.details.map((detail, index) => renderRow([index === 0 ? "details" : "", indented(detail)], out)),
    ...renderEvidence(view, out),
    ...renderHistory(view, out),
  ];
  return `${lines.join("\n")}\n`;
}

type Row = readonly [name: string, value: string | undefined];

function renderRow([name, value]: Row, out: Style): string {
  return `  ${out.dim(name.padEnd(NAME_WIDTH))} ${value}`;
}

function present(rows: readonly Row[]): readonly Row[] {
  return rows.filter(([, value]) => value !== undefined);
}

function identityRows({ task }: TaskView): readonly Row[] {
  return present([
    ["id", [task.id, ...task.aliases].join(", ")],
    ["number", task.number ?? undefined],
    ["document", task.document],
  ]);
}

function stateRows(task: StoredTask, out: Style): readonly Row[] {
  const { claim, endedClaim, run } = task;
  const said = task.message === undefined ? "" : ` (${task.message})`;
  return present([
    ["status", paintStatus(out, statusLabel(task.status), task.status) + said],
    [
      "archived",
      task.archivedAt === undefined
        ? undefined
        : `${task.archivedAt}: it left the document; parse it with this item in it to restore it`,
    ],
    ["owner", task.owner],
    ["note", task.note],
    ["claimed", claim && `by ${claim.by} until ${claim.until}`],
    ["claim ended", endedClaim && `${endedClaim.until} (${endedClaim.by}); others may take it`],
    ["last run", run && `${run.id} attempt ${run.attempt}: ${run.status} (.canary/runs/${run.id})`],
  ]);
}

function placeRows({ task, dependencies, dependents }: TaskView, out: Style): readonly Row[] {
  const named = (tasks: readonly StoredTask[]): string =>
    tasks.map(({ id, status }) => `${out.accent(id)} (${status})`).join(", ") || "nothing";
  return present([
    ["priority", task.priority],
    ["kind", task.kind],
    ["phase", task.phase ?? "–"],
    ["section", task.section.length === 0 ? undefined : task.section.join(" › ")],
    ...Object.entries(task.attributes ?? {}).map(([name, values]): Row => [
      name === "owner" ? "named" : name,
      values.join(", "),
    ]),
    ["source", `${task.source.file}:${task.source.line}:${task.source.column}`],
    ["needs", named(dependencies)],
    ["needed by", named(dependents)],
  ]);
}

/** Further lines of a text stand under its first one. */
function indented(text: string): string {
  return text.replaceAll("\n", `\n${" ".repeat(NAME_WIDTH + 3)}`);
}

/** The latest evidence of each environment. */
function renderEvidence({ task, history }: TaskView, out: Style): readonly string[] {
  const events = Object.entries(task.evidence ?? {}).flatMap(([environment, id]) => {
    const event = history.find((each) => each.id === id);
    return event?.evidence === undefined ? [] : [{ environment, items: event.evidence.items }];
  });
  if (events.length === 0) return [];
  return [
    "",
    out.bold("Evidence"),
    ...events.flatMap(({ environment, items }) =>
      items.flatMap(({ at, command, exitCode, excerpt }) => [
        `  ${out.dim(at)} ${out.good(environment)} ${shellLine(command)} ${out.dim(`(exit ${exitCode})`)}`,
        ...excerpt
          .trimEnd()
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => `    ${line}`),
      ]),
    ),
  ];
}

function renderHistory({ history }: TaskView, out: Style): readonly string[] {
  if (history.length === 0) return [];
  return ["", out.bold("History"), ...history.map((event) => `  ${renderEvent(event, out)}`)];
}
