import { envelope } from "@canary/core";
import type { PlanningOptions, Project, RunTarget } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { Command, CommandInput } from "../../command.ts";
import { parseTarget, TARGET_ARGUMENT } from "../../dispatch/parse-target.ts";
import { renderJunit } from "../../output/junit.ts";
import { renderVerify } from "../../output/render-verify.ts";
import { sayNotice } from "../../output/say-notice.ts";
import { verifySuites } from "../../output/verify-suites.ts";
import type { VerifyView } from "../../output/verify-view.ts";
import { viewVerify } from "../../output/verify-view.ts";
import { watchWork } from "../../output/watch-work.ts";

/** `canary verify`: the boxes against reality. */
export const verifyCommand: Command = {
  path: ["verify"],
  summary: "ask the evidence again: which completed tasks are still true?",
  description:
    "Runs the verify steps of completed tasks and nothing else; changes neither the cluster nor the store. Says which are true, which are not, which have no evidence to give, and which could not be asked. Exit code 0: nothing completed is untrue. 1: something is. 7: the cluster or a tool is missing, so nobody can tell.",
  arguments: [{ ...TARGET_ARGUMENT, description: `${TARGET_ARGUMENT.description}; all when left out` }],
  options: [
    { name: "env", value: "NAME", description: "environment of canary.yaml; its default one when left out" },
    { name: "cluster", value: "NAME", description: "another cluster than the environment's" },
    {
      name: "open",
      description: "ask the tasks that are not completed, too; `task ID…` asks whatever it names",
    },
    { name: "write-back", description: "show the boxes that the evidence would untick; writes nothing" },
  ],
  formats: ["table", "json", "yaml", "junit"],
  examples: [
    "canary verify",
    "canary verify phase infra",
    "canary verify all -o junit",
    "canary verify --write-back",
  ],
  run: async (input, context) => {
    const { openProject } = await import("@canary/project");
    const { cwd, clock, configFile, program } = context;
    const project = openProject({ cwd, clock, configFile, program });
    const target = parseTarget(input.words, "canary verify") ?? { all: true };
    const view = await verify(project, { target, input }, context);
    return {
      exitCode: view.exitCode,
      document: envelope("VerifyReport", view.report),
      text: () =>
        context.format === "junit"
          ? renderJunit("canary verify", verifySuites(view))
          : renderVerify(view, context),
    };
  },
};

async function verify(
  project: Project,
  { target, input }: { readonly target: RunTarget; readonly input: CommandInput },
  context: CliContext,
): Promise<VerifyView> {
  const { boxesToUntick } = await import("@canary/project");
  const prepared = await project.prepare(target, optionsOf(target, input));
  for (const notice of prepared.notices) sayNotice(notice, context);
  const { exitCode, ...report } = await watchWork(context, (options) => project.verify(prepared, options));
  const tasks = new Map(project.store.read().tasks.map((task) => [task.id, task]));
  // A box tells of the environment that decides the status, and of no other.
  const untrue = prepared.environment.decidesStatus ? report.untrue.flatMap((id) => tasks.get(id) ?? []) : [];
  const boxes = input.flag("write-back") ? boxesToUntick(project.root, untrue) : null;
  return viewVerify({ report, exitCode, boxes, phaseOf: (id) => tasks.get(id)?.phase ?? null });
}

function optionsOf(target: RunTarget, input: CommandInput): PlanningOptions {
  const environment = input.value("env");
  const cluster = input.value("cluster");
  const asksAll = input.flag("open") || "tasks" in target;
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(asksAll ? {} : { status: "completed" }),
  };
}
