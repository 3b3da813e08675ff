import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { ROOT } from "../support/markdown.ts";
import { writeSchemas } from "./support/kubernetes-schemas.ts";
import { stageTree } from "./support/stage-tree.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The checkers that tools/ pins. */
    readonly toolsDirectory: string | undefined;
    /** One strict JSON Schema a kind. */
    readonly schemaDirectory: string;
    /** As `stagedTree` makes it. */
    readonly stagedDirectory: string | undefined;
  }
}

/** Builds the pinned checkers, once on a machine, and writes the schemas that manifests are held to. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const schemas = mkdtempSync(join(tmpdir(), "canary-schemas-"));
  project.provide("toolsDirectory", await findTools());
  writeSchemas(schemas);
  project.provide("schemaDirectory", schemas);
  const staged = await stageTree(mkdtempSync(join(tmpdir(), "canary-manifests-")));
  project.provide("stagedDirectory", staged);
  return () => {
    for (const folder of [schemas, staged]) rmSync(folder, { recursive: true });
  };
}

function findTools(): Promise<string> {
  const child = spawn(join(ROOT, "scripts/tools.sh"), { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(said.trim()) : reject(new Error(`scripts/tools.sh ended with ${code}`)),
    );
  });
}
