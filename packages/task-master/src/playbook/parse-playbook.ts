import type { Diagnostic } from "@canary/core";
import { parseYamlDocument } from "@canary/core/yaml-document";
import { playbookSchema } from "./playbook-schema.ts";
import type { PlaybookEntry } from "./playbook-schema.ts";

/** A checked playbook: what each of its tasks does. */
export interface Playbook {
  readonly file: string;
  /** Entries by task id. */
  readonly tasks: Readonly<Record<string, PlaybookEntry>>;
  /** Where the node at this path of the file begins. */
  readonly locate: (path: readonly PropertyKey[]) => Pick<Diagnostic, "line" | "column">;
  /** Where the key of that node begins. */
  readonly locateKey: (path: readonly PropertyKey[]) => Pick<Diagnostic, "line" | "column">;
}

export interface ParsedPlaybook {
  /** Null when there are errors. */
  readonly playbook: Playbook | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Text of a playbook file (YAML, schema in docs/schemas/playbook.json) to its entries. Pure: `file` is only reported.
 * Unknown keys, wrong types and steps with none or several actions are diagnostics with line and column.
 */
export function parsePlaybook(text: string, file: string): ParsedPlaybook {
  const parsed = parseYamlDocument(text, { file, schema: playbookSchema });
  if (!parsed.ok) return { playbook: null, diagnostics: parsed.diagnostics };
  const { value, locate, locateKey } = parsed;
  return { playbook: { file, tasks: value.tasks, locate, locateKey }, diagnostics: [] };
}
