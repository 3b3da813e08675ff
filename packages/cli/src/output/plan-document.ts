import { envelope } from "@canary/core";
import { viewPlan } from "@canary/project";
import type { Plan, Probe } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import type { CommandResult } from "../command.ts";
import { renderPlan } from "./render-plan.ts";
import { renderPlanMermaid } from "./render-plan-mermaid.ts";

/** A plan as a command's result: document, table or Mermaid, secrets masked. */
export function planDocument(
  { plan, probe }: { readonly plan: Plan; readonly probe: Probe | null },
  context: CliContext,
): CommandResult {
  const view = viewPlan(plan);
  const shown = { ...view, ...(probe === null ? {} : { probe: probe.tasks }) };
  return {
    document: envelope("Plan", shown),
    text: () =>
      context.format === "mermaid" ? renderPlanMermaid(view, probe) : renderPlan(view, probe, context),
  };
}
