import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CanaryError, formatDiagnostic } from "@canary/core";
import { parsePlaybook } from "@canary/task-master";
import type { Playbook } from "@canary/task-master";

/** Every `*.yaml` of the folder, by name. Throws CANARY_PLAYBOOK_INVALID with every finding of every file. */
export function readPlaybooks(folder: string, root: string): readonly Playbook[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted();
  const parsed = files.map((name) =>
    parsePlaybook(readFileSync(join(folder, name), "utf8"), relative(root, join(folder, name))),
  );
  const findings = parsed
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ severity }) => severity === "error");
  if (findings.length > 0) {
    throw new CanaryError(findings.map((finding) => formatDiagnostic(finding)).join("\n"), {
      code: "CANARY_PLAYBOOK_INVALID",
      hint: "Correct the lines named above; docs/playbooks.md describes every key.",
      details: { diagnostics: findings },
    });
  }
  return parsed
    .map(({ playbook }) => playbook)
    .filter((playbook) => playbook !== null && playbook !== undefined);
}
