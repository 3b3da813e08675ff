import { resolve } from "node:path";
import type { PreparedRun, Probe, Project } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { parseTarget, TARGET_ARGUMENT } from "../../dispatch/parse-target.ts";
import { watchWork } from "../../output/watch-work.ts";
import { sayNotice } from "../../output/say-notice.ts";
import { PLAN_OPTIONS, readPlanOptions } from "./plan-options.ts";

/** `canary plan`: what a run would do, without doing it. */
export const planCommand: Command = {
  path: ["plan"],
  summary: "show what a run would do: tasks, steps, exact commands, locks, estimates",
  description:
    "Prints the tasks in the order of the run, with their steps, exact argument lists (secrets masked), the resources that they lock, and how long they took before. Nothing is run. With --probe the read-only checks are run: exit code 0 says that everything is so already, 8 that changes are pending. --out writes the plan to a file that `canary run --plan` runs exactly, or refuses when something changed since.",
  arguments: [{ ...TARGET_ARGUMENT, description: `${TARGET_ARGUMENT.description}; all when left out` }],
  options: [
    ...PLAN_OPTIONS,
    { name: "probe", description: "run the read-only checks: would it change anything?" },
    { name: "out", value: "FILE", description: "write the plan to this file, for `canary run --plan FILE`" },
  ],
  formats: ["table", "json", "yaml", "mermaid"],
  examples: [
    "canary plan phase infra",
    "canary plan --ready",
    "canary plan phase infra --probe",
    "canary plan phase infra --out plan.json",
    "canary plan all -o mermaid",
  ],
  run: async (input, context) => {
    const { openProject } = await import("@canary/project");
    const { cwd, clock, configFile, program } = context;
    const project = openProject({ cwd, clock, configFile, program });
    const target = parseTarget(input.words, "canary plan") ?? { all: true };
    const prepared = await project.prepare(target, readPlanOptions(input));
    for (const notice of prepared.notices) sayNotice(notice, context);
    const probe = input.flag("probe") ? await probeWithProgress(project, prepared, context) : null;
    const { planDocument } = await import("../../output/plan-document.ts");
    const result = planDocument({ prepared, probe }, context);
    const out = input.value("out");
    if (out !== undefined) writeOut(project, { prepared, out }, context);
    return probe === null ? result : { ...result, exitCode: probe.exitCode };
  },
};

async function probeWithProgress(
  project: Project,
  prepared: PreparedRun,
  context: CliContext,
): Promise<Probe> {
  return watchWork(context, (options) => project.probe(prepared, options));
}

function writeOut(
  project: Project,
  { prepared, out }: { readonly prepared: PreparedRun; readonly out: string },
  context: CliContext,
): void {
  project.savePlan(prepared, resolve(context.cwd, out));
  context.say(`plan written to ${out}; run it with: canary run --plan ${out}`);
}
