import { resolve } from "node:path";
import { envelope } from "@canary/core";
import type { EntryTool, NewEntry } from "@canary/project";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";

const TOOLS: readonly EntryTool[] = ["command", "kubectl", "helm", "argocd", "terraform"];

/** `canary playbook new TASK`: a first entry for a task that has none. */
export const playbookNewCommand: Command = {
  path: ["playbook", "new"],
  summary: "begin the playbook entry of a task",
  description:
    "Puts an entry for the task at the end of a playbook, to be filled in where it says CHANGE-ME. Its verification fails until then. What the file has stays as it is.",
  arguments: [{ name: "task", description: "id, alias or a unique prefix of the id", isRequired: true }],
  options: [
    {
      name: "tool",
      value: "TOOL",
      description: "what its steps begin with; command when left out",
      choices: TOOLS,
    },
    {
      name: "file",
      value: "FILE",
      description: "playbook to add it to; by default the one of the task's phase",
    },
    { name: "dry-run", description: "print the entry; write nothing" },
  ],
  formats: TABLE_JSON_YAML,
  examples: ["canary playbook new docs-faq", "canary playbook new infra-rollouts --tool kubectl --dry-run"],
  run: async (input, context) => {
    const { openProject } = await import("@canary/project");
    const { cwd, clock, configFile, program } = context;
    const project = openProject({ cwd, clock, configFile, program });
    const file = input.value("file");
    const tool = TOOLS.find((one) => one === input.value("tool"));
    const entry = project.newPlaybookEntry(input.words[0] ?? "", {
      file: file === undefined ? undefined : resolve(cwd, file),
      ...(tool === undefined ? {} : { tool }),
    });
    const isDryRun = input.flag("dry-run");
    if (!isDryRun) entry.write();
    const { task, text, file: path } = entry;
    return {
      document: envelope("PlaybookEntry", { task, file: path, text, isWritten: !isDryRun }),
      text: () => (isDryRun ? text : renderWritten(entry)),
    };
  },
};

function renderWritten({ task, file, text }: NewEntry): string {
  return `${text}\nadded to ${file}. Fill it in, then: canary playbook check && canary plan task ${task}\n`;
}
