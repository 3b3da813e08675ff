import type { PlannedTask, PlanView, PreparedRun, Probe, ProbedTask, ProbeState } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import { formatDuration } from "./duration.ts";
import { commandsOf } from "./step-commands.ts";
import type { Meaning } from "./style.ts";

const PROBED: Readonly<Record<ProbeState, readonly [word: string, paint: Meaning]>> = {
  already_so: ["already so", "good"],
  would_change: ["would change", "warn"],
  unknown: ["unknown", "warn"],
  manual: ["by a person", "warn"],
  skipped: ["skipped", "dim"],
};

interface PlanPage {
  readonly view: PlanView;
  readonly probe: Probe | null;
  readonly environment: Pick<PreparedRun["environment"], "context" | "isProtected">;
}

/** A plan for people: each task with its steps and the exact commands; what is known only later says so. */
export function renderPlan({ view, probe, environment }: PlanPage, context: CliContext): string {
  const { out } = context;
  const { tasks, direction, estimates } = view;
  const what = direction === "undo" ? "Plan to undo" : "Plan for";
  const ran = probe === null ? "nothing was run" : "only checks were run";
  const head = `${out.bold(`${what} ${view.phase ?? "tasks"}`)} ${out.dim(`${placeOf(view, environment)}, ${countOf(tasks.length)}; ${ran}`)}\n`;
  const probed = new Map(probe?.tasks.map((each) => [each.task, each]));
  const body = tasks.map((task, index) =>
    renderTask(task, index, {
      context,
      direction,
      estimateMs: estimates[task.id],
      probed: probed.get(task.id),
    }),
  );
  return `${head}${body.join("")}\n${renderEnd(view, probe, context)}`;
}

function placeOf({ environment }: PlanView, { context, isProtected }: PlanPage["environment"]): string {
  const where = context === null ? "" : `, context ${context}`;
  const care = isProtected ? ", protected: a run asks before it changes anything" : "";
  return `environment ${environment}${where}${care}`;
}

interface Place {
  readonly context: CliContext;
  readonly direction: PlanView["direction"];
  readonly estimateMs: number | undefined;
  readonly probed: ProbedTask | undefined;
}

function renderTask(task: PlannedTask, index: number, place: Place): string {
  const { out } = place.context;
  const { estimateMs } = place;
  const needs = task.dependencies.length === 0 ? "" : out.dim(` after ${task.dependencies.join(", ")}`);
  const about = estimateMs === undefined ? "" : out.dim(` about ${formatDuration(estimateMs)}`);
  const row = (name: string, text: string): string => `   ${out.dim(name.padEnd(6))} ${text}`;
  const lines = [
    `\n${index + 1}. ${out.accent(task.id)} ${task.title}${needs}${about}`,
    ...stateLines(task, place),
    ...(task.resources.length === 0 ? [] : [row("locks", task.resources.join(", "))]),
    ...[...task.check, ...task.run, ...task.verify].flatMap((step) =>
      commandsOf(step).map((command, at) => row(at === 0 ? step.part : "", command)),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

/** What a check said, or who does it; and what is in its way. */
function stateLines(task: PlannedTask, { context, direction, probed }: Place): readonly string[] {
  const { out } = context;
  const lines: string[] = [];
  if (probed !== undefined) {
    const [word, paint] = PROBED[probed.state];
    lines.push(`   ${out[paint](word)} ${out.dim(probed.because)}`);
  } else if (task.skippedBecause !== null) lines.push(`   ${out.dim("skipped")} ${task.skippedBecause}`);
  else if (task.isManual) lines.push(`   ${manualText(task, context)}`);
  if (task.openOutside.length > 0) {
    const how = direction === "undo" ? "undo" : "contain";
    lines.push(
      `   ${out.warn("blocked")} by ${task.openOutside.join(", ")}, which this plan does not ${how}`,
    );
  }
  return lines;
}

function manualText({ status }: PlannedTask, { out }: CliContext): string {
  if (status === "completed") return `${out.dim("manual")} a person did this; it is left alone`;
  if (status === "skipped") return `${out.dim("skipped")} it is left out`;
  return `${out.warn("manual")} a person does this; the run stops here`;
}

/** How much of it is done by whom, how long it may take, and what the checks said. */
function renderEnd(view: PlanView, probe: Probe | null, { out }: CliContext): string {
  const { tasks, hash } = view;
  const wanted = tasks.filter(({ skippedBecause }) => skippedBecause === null);
  const manual = wanted.filter(({ isManual }) => isManual).length;
  const skipped = tasks.length - wanted.length;
  const who = [
    `${wanted.length - manual} by canary`,
    `${manual} by a person`,
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ];
  const lines = [`${countOf(tasks.length)}: ${who.join(", ")}${estimateText(view)}`];
  if (probe !== null) lines.push(renderProbe(probe));
  lines.push(out.dim(`plan ${hash.slice(0, 12)}`));
  return lines.map((line) => `${line}\n`).join("");
}

function estimateText({ estimates, direction }: PlanView): string {
  const known = Object.values(estimates);
  if (direction === "undo") return "";
  if (known.length === 0) return "; no estimate, nothing of it ran before";
  const totalMs = known.reduce((sum, each) => sum + each, 0);
  return `; about ${formatDuration(totalMs)} for the ${known.length} that ran before`;
}

function renderProbe({ tasks }: Probe): string {
  const counts = Object.entries(PROBED).flatMap(([state, [word]]) => {
    const count = tasks.filter((task) => task.state === state).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return `checked: ${counts.join(", ")}`;
}

function countOf(count: number): string {
  return `${count} ${count === 1 ? "task" : "tasks"}`;
}
