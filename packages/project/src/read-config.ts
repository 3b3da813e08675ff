import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CanaryError, formatDiagnostic } from "@canary/core";
import { canaryConfigSchema } from "@canary/core/schemas";
import type { CanaryConfig } from "@canary/core/schemas";
import { parseYamlDocument } from "@canary/core/yaml-document";
import { configNotFound } from "./config-not-found.ts";
import type { DocumentSettings } from "./document-settings.ts";
import { findProjectRoot } from "./find-project-root.ts";

export interface ProjectConfig {
  /** Absolute path of the project's folder. */
  readonly root: string;
  readonly config: CanaryConfig;
  /** The file, absolute, where it was named instead of found. */
  readonly file?: string;
}

/**
 * The configuration in `file`, or in the nearest `canary.yaml` above `cwd`, or the defaults where there is none.
 * Throws CANARY_CONFIG_NOT_FOUND for a named file that is not there and CANARY_CONFIG_INVALID with line and column.
 */
export function readConfig(cwd: string, file: string | undefined): ProjectConfig {
  const root = file === undefined ? findProjectRoot(cwd) : dirname(file);
  const path = file ?? join(root, "canary.yaml");
  if (!existsSync(path)) {
    if (file === undefined)
      return { root, config: canaryConfigSchema.parse({ apiVersion: "canary.dev/v1" }) };
    throw configNotFound(file);
  }
  const result = parseYamlDocument(readText(path), { file: path, schema: canaryConfigSchema });
  if (result.ok) return { root, config: result.value, ...(file === undefined ? {} : { file }) };
  throw new CanaryError(result.diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join("\n"), {
    code: "CANARY_CONFIG_INVALID",
    hint: "Correct the lines named above; docs/schemas/canary-config.json has every key.",
    details: { diagnostics: result.diagnostics },
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CanaryError(`the configuration ${path} cannot be read`, {
      code: "CANARY_CONFIG_INVALID",
      hint: "Name a YAML file that you may read.",
      cause: error,
    });
  }
}

/** What the configuration says about documents. */
export function settingsOf({ root, config }: ProjectConfig): DocumentSettings {
  return { root, document: config.document, marks: config.checkboxMarks };
}
