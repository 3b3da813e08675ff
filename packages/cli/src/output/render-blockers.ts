import type { Blocker, BlockerReport } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import type { Style } from "./style.ts";
import { paintStatus, statusLabel } from "./task-table.ts";

const SHOWN = 50;
const DEEPEST_INDENT = 12;

/** Why a task cannot start, as a tree of what it waits for; where somebody has to act is marked. */
export function renderBlockers(report: BlockerReport, { out }: CliContext): string {
  const { task, blockers, cycle } = report;
  const head = `${out.bold(task.id)} ${task.title}\n  ${verdictOf(report, out)}\n`;
  const lines = inTreeOrder(task.id, blockers)
    .slice(0, SHOWN)
    .map((blocker) => renderBlocker(blocker, out));
  const more =
    blockers.length > SHOWN ? [out.dim(`  … and ${blockers.length - SHOWN} more; -o json has them all`)] : [];
  const circle =
    cycle === null ? [] : [`  ${out.bad("cycle")} ${cycle.join(" → ")}: none of these can ever start`];
  const roots = blockers.filter(({ isRoot }) => isRoot).map(({ task: root }) => root.id);
  const start =
    roots.length === 0 ? [] : [`  ${out.accent("begin with")} ${roots.slice(0, SHOWN).join(", ")}`];
  return [head, ...[...lines, ...more, ...circle, ...start].map((line) => `${line}\n`)].join("");
}

function verdictOf({ task, state, blockers }: BlockerReport, out: Style): string {
  switch (state) {
    case "done":
      return out.good(`is ${task.status}; nothing keeps it`);
    case "ready":
      return out.good("could start now; nothing keeps it");
    case "claimed":
      return `is ready, and ${task.claim?.by} has claimed it until ${task.claim?.until}`;
    case "in_progress":
      return out.accent("is being worked on; nothing keeps it");
    case "failed":
      return out.bad(
        `failed${task.message === undefined ? "" : ` (${task.message})`}; nothing else keeps it`,
      );
    case "blocked":
      return out.warn(`waits for ${blockers.length} ${blockers.length === 1 ? "task" : "tasks"}`);
  }
}

function renderBlocker({ task, depth, isRoot }: Blocker, out: Style): string {
  const indent = "  ".repeat(Math.min(depth, DEEPEST_INDENT) + 1);
  const status = paintStatus(out, statusLabel(task.status), task.status);
  const said = task.message === undefined ? "" : out.dim(` (${task.message})`);
  return `${indent}${status} ${out.accent(task.id)} ${task.title}${said}${isRoot ? out.dim(" ← begin here") : ""}`;
}

/** Each blocker behind the task that waits for it, instead of level by level. */
function inTreeOrder(start: string, blockers: readonly Blocker[]): readonly Blocker[] {
  const below = new Map<string, Blocker[]>();
  for (const blocker of blockers) {
    const group = below.get(blocker.blocks);
    if (group === undefined) below.set(blocker.blocks, [blocker]);
    else group.push(blocker);
  }
  const ordered: Blocker[] = [];
  const open = (below.get(start) ?? []).toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    ordered.push(next);
    open.push(...(below.get(next.task.id) ?? []).toReversed());
  }
  return ordered;
}
