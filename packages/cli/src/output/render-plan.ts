import type { Plan, PlannedStep, PlannedTask } from "@canary/project";
import { showText, terraformCommands } from "@canary/project";
import type { CliContext } from "../cli-context.ts";

const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/** A plan for people: each task with its steps and the exact commands; what is known only later says so. */
export function renderPlan(plan: Plan, context: CliContext): string {
  const { out } = context;
  const head = `${out.bold(`Plan for ${plan.phase ?? "tasks"}`)} ${out.dim(`environment ${plan.environment}, ${plan.tasks.length} ${plan.tasks.length === 1 ? "task" : "tasks"}; nothing was run`)}\n`;
  return head + plan.tasks.map((task, index) => renderTask(task, index, { plan, context })).join("");
}

interface Place {
  readonly plan: Plan;
  readonly context: CliContext;
}

function renderTask(task: PlannedTask, index: number, place: Place): string {
  const { out } = place.context;
  const needs = task.dependencies.length === 0 ? "" : out.dim(` after ${task.dependencies.join(", ")}`);
  const lines = [`\n${index + 1}. ${out.accent(task.id)} ${task.title}${needs}`];
  if (task.isManual) lines.push(`   ${manualText(task, place.context)}`);
  if (task.skippedBecause !== null) lines.push(`   ${out.dim(`skipped: ${task.skippedBecause}`)}`);
  if (task.openOutside.length > 0)
    lines.push(
      `   ${out.warn("blocked")} by ${task.openOutside.join(", ")}, which this plan does not contain`,
    );
  for (const step of [...task.check, ...task.run, ...task.verify]) {
    lines.push(
      ...commandsOf(step).map(
        (command, at) => `   ${out.dim((at === 0 ? step.part : "").padEnd(6))} ${command}`,
      ),
    );
  }
  return `${lines.join("\n")}\n`;
}

function manualText({ status }: PlannedTask, { out }: CliContext): string {
  if (status === "completed") return `${out.dim("manual")} a person did this; it is left alone`;
  if (status === "skipped") return `${out.dim("skipped")} it is left out`;
  return `${out.warn("manual")} a person does this; the run stops here`;
}

/** The command lines of a step, quoted so that a shell would read the same words. */
function commandsOf(step: PlannedStep): readonly string[] {
  const { action } = step;
  switch (action.kind) {
    case "terraform": {
      const { init, plan, apply } = terraformCommands(action);
      return [init, plan, apply].map((argv) => quote(argv.map(showText)));
    }
    case "http":
      return [`GET ${showText(action.url)}`];
    case "wait":
      return commandsOf(action.for).map((command) => `until ${command}`);
    case "approve":
      return [`approve: ${action.message}`];
    case "command":
    case "kubectl":
    case "helm":
    case "argocd":
      return [quote(action.argv.map(showText))];
  }
}

function quote(argv: readonly string[]): string {
  return argv.map((word) => (PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}
