import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { CanaryError, envelope } from "@canary/core";
import type { RunResult } from "@canary/core";
import { readTasks } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import type { CommandInput } from "../command.ts";
import type { ReportedRun } from "./reported-run.ts";

/** Where a run is told of beside the terminal. */
export type Report =
  | { readonly kind: "junit" | "json"; readonly path: string }
  | { readonly kind: "github"; readonly summary: string | undefined };

/** The reports that were asked for; in GitHub Actions also its own. Throws CANARY_USAGE before anything runs. */
export function readReports(input: CommandInput, { env, cwd }: CliContext): readonly Report[] {
  const reports = input.values("report").map((text) => parseReport(text, { env, cwd }));
  const isGithub = env["GITHUB_ACTIONS"] === "true" && !reports.some(({ kind }) => kind === "github");
  return isGithub ? [...reports, githubReport(env)] : reports;
}

/** Writes them; a report that cannot be written is told, and changes nothing about how the run ended. */
export async function writeReports(
  reports: readonly Report[],
  result: RunResult,
  context: CliContext,
): Promise<void> {
  if (reports.length === 0) return;
  const run = { result, tasks: new Map(readTasks(context).tasks.map((task) => [task.id, task])) };
  for (const report of reports) {
    try {
      await writeReport(report, run, context);
    } catch (error) {
      const where = report.kind === "github" ? "" : ` ${report.path}`;
      context.say(context.err.bad(`report ${report.kind}${where} was not written: ${String(error)}`));
    }
  }
}

async function writeReport(report: Report, run: ReportedRun, context: CliContext): Promise<void> {
  if (report.kind === "github") {
    const { tellGithub } = await import("./github-report.ts");
    tellGithub(run, report.summary, context);
    return;
  }
  mkdirSync(dirname(report.path), { recursive: true });
  if (report.kind === "json") {
    writeFileSync(report.path, `${JSON.stringify(envelope("RunResult", run.result), null, 2)}\n`);
    return;
  }
  const { renderJunit } = await import("./junit.ts");
  const { runSuites } = await import("./run-suites.ts");
  writeFileSync(report.path, renderJunit("canary run", runSuites(run)));
}

function parseReport(text: string, { env, cwd }: Pick<CliContext, "env" | "cwd">): Report {
  if (text === "github") return githubReport(env);
  const [kind, ...rest] = text.split("=");
  const path = rest.join("=");
  if ((kind === "junit" || kind === "json") && path !== "") return { kind, path: resolve(cwd, path) };
  throw new CanaryError(`"${text}" is no report`, {
    code: "CANARY_VALUE_UNKNOWN",
    hint: "Known: junit=FILE, json=FILE, github.",
  });
}

function githubReport(env: CliContext["env"]): Report {
  return { kind: "github", summary: env["GITHUB_STEP_SUMMARY"] || undefined };
}
