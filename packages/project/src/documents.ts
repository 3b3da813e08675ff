import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Clock } from "@canary/core";
import { DEFAULT_DOCUMENT } from "@canary/core";
import { openTaskStore } from "@canary/task-manager";
import type { StoreNotice } from "@canary/task-manager";
import { createDocuments } from "./create-documents.ts";
import type { Documents } from "./create-documents.ts";
import type { DocumentSettings } from "./document-settings.ts";
import { findProjectRoot } from "./find-project-root.ts";
import { actorName, storeDirectoryOf } from "./tasks.ts";

export { FINDING_CODES } from "@canary/prd-parser";
export type { FindingCode, LineExplanation, TaskMatch } from "@canary/prd-parser";
export type { Documents, DocumentSource, MergeOutcome } from "./create-documents.ts";
export { refuseUnusable } from "./read-prd.ts";
export type { ReadPrd } from "./read-prd.ts";

export interface OpenDocumentsOptions {
  /** Where to look for the project from, upwards; absolute. */
  readonly cwd: string;
  readonly clock: Clock;
  /** A configuration instead of the nearest canary.yaml. */
  readonly configFile: string | undefined;
  /** Told what the store mended on its own. */
  readonly onNotice: (notice: StoreNotice) => void;
}

/** The documents of the project around `cwd`, without the rest of the project; YAML is loaded only where there is a configuration. */
export async function openDocuments(options: OpenDocumentsOptions): Promise<Documents> {
  const { cwd, clock, configFile, onNotice } = options;
  const settings = await readSettings(cwd, configFile);
  const directory = storeDirectoryOf(settings.root);
  return createDocuments({
    ...settings,
    cwd,
    store: openTaskStore({ directory, clock, actor: actorName(), onNotice }),
  });
}

async function readSettings(cwd: string, configFile: string | undefined): Promise<DocumentSettings> {
  const root = configFile === undefined ? findProjectRoot(cwd) : dirname(configFile);
  if (configFile === undefined && !existsSync(join(root, "canary.yaml")))
    return { root, document: DEFAULT_DOCUMENT, marks: {} };
  const { readConfig, settingsOf } = await import("./read-config.ts");
  return settingsOf(readConfig(cwd, configFile));
}
