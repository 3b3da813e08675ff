import { resolve } from "node:path";
import { envelope, EXIT_CODES, formatDiagnostic } from "@canary/core";
import type { PlaybookReport } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";

/** `canary playbook check`: every mistake of the playbooks at once. */
export const playbookCheckCommand: Command = {
  path: ["playbook", "check"],
  summary: "check playbooks: syntax, keys, template names, entries of no task",
  description:
    "Says everything that would stop a run because of its playbooks, with file, line and column: YAML and schema, template names that an environment does not have, steps that change something in check or verify, two entries for one task, entries of no task. Runs nothing. Exit code 0, or 2 when something is wrong.",
  arguments: [
    { name: "file", description: "these files instead of the folder of canary.yaml", isList: true },
  ],
  options: [],
  formats: TABLE_JSON_YAML,
  examples: ["canary playbook check", "canary playbook check playbooks/infra.yaml -o json"],
  run: async (input, context) => {
    const { openProject } = await import("@canary/project");
    const { cwd, clock, configFile, program } = context;
    const project = openProject({ cwd, clock, configFile, program });
    const report = await project.checkPlaybooks(input.words.map((file) => resolve(cwd, file)));
    return {
      exitCode: report.diagnostics.length === 0 ? EXIT_CODES.done : EXIT_CODES.usage,
      document: envelope("PlaybookReport", report),
      text: () => renderReport(report, context),
    };
  },
};

function renderReport(
  { files, diagnostics, tasks, environments }: PlaybookReport,
  { out }: CliContext,
): string {
  const entries = files.reduce((sum, file) => sum + file.entries, 0);
  const verdict =
    diagnostics.length === 0
      ? out.good("✔ no mistakes")
      : out.bad(`✖ ${diagnostics.length} ${diagnostics.length === 1 ? "mistake" : "mistakes"}`);
  const counted = `${files.length} ${files.length === 1 ? "file" : "files"}, ${entries} ${entries === 1 ? "entry" : "entries"}`;
  const lines = [
    ...diagnostics.map((finding) => formatDiagnostic(finding)),
    `${verdict} in ${counted}, checked for ${environments.join(", ")}`,
    out.dim(
      `${tasks.withEntry} of ${tasks.total} tasks have an entry; the others are done by a person (canary playbook new TASK begins one)`,
    ),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
