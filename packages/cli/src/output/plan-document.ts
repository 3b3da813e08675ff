import { envelope } from "@canary/core";
import { viewPlan } from "@canary/project";
import type { PreparedRun, Probe } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import type { CommandResult } from "../command.ts";
import { renderPlan } from "./render-plan.ts";
import { renderPlanMermaid } from "./render-plan-mermaid.ts";

/** A plan as a command's result: document, table or Mermaid, secrets masked. */
export function planDocument(
  { prepared, probe }: { readonly prepared: PreparedRun; readonly probe: Probe | null },
  context: CliContext,
): CommandResult {
  const view = viewPlan(prepared.plan);
  const shown = { ...view, ...(probe === null ? {} : { probe: probe.tasks }) };
  return {
    document: envelope("Plan", shown),
    text: () =>
      context.format === "mermaid"
        ? renderPlanMermaid(view, probe)
        : renderPlan({ view, probe, environment: prepared.environment }, context),
  };
}
