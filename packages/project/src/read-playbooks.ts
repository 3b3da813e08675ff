import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CanaryError, formatDiagnostic } from "@canary/core";
import type { Diagnostic } from "@canary/core";
import { parsePlaybook } from "@canary/task-master";
import type { Playbook } from "@canary/task-master";

/** The playbooks of a folder that could be read, and what is wrong with the others. */
export interface ReadPlaybooks {
  readonly playbooks: readonly Playbook[];
  /** Errors of schema and syntax, with places. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Every `*.yaml` of the folder, by name. Throws CANARY_PLAYBOOK_INVALID with every finding of every file. */
export function readPlaybooks(folder: string, root: string): readonly Playbook[] {
  const { playbooks, diagnostics } = examinePlaybooks(playbookFiles(folder), root);
  if (diagnostics.length === 0) return playbooks;
  throw new CanaryError(diagnostics.map((finding) => formatDiagnostic(finding)).join("\n"), {
    code: "CANARY_PLAYBOOK_INVALID",
    hint: "Correct the lines named above; docs/playbooks.md describes every key.",
    details: { diagnostics },
  });
}

/** The absolute paths of the playbooks of a folder, by name. */
export function playbookFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

/** These files, checked; places are named relative to `root`. Throws CANARY_USAGE for one that cannot be read. */
export function examinePlaybooks(files: readonly string[], root: string): ReadPlaybooks {
  const parsed = files.map((file) => parsePlaybook(readText(file, root), relative(root, file)));
  return {
    playbooks: parsed.map(({ playbook }) => playbook).filter((playbook) => playbook !== null),
    diagnostics: parsed
      .flatMap(({ diagnostics }) => diagnostics)
      .filter(({ severity }) => severity === "error"),
  };
}

function readText(file: string, root: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CanaryError(`the playbook ${relative(root, file)} cannot be read`, {
      code: "CANARY_USAGE",
      hint: "Name a YAML file that is there and that you may read.",
      cause: error,
    });
  }
}
