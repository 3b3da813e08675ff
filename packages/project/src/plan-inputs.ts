import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import type { StoreSnapshot } from "@canary/task-manager";
import type { Plan, PlanInput, PlannedAction, PlannedText } from "@canary/task-master";
import type { ProjectConfig } from "./read-config.ts";
import { storeDirectoryOf } from "./tasks.ts";

const MOST_FILES = 5000;
const IGNORED = new Set([".git", ".canary", ".terraform", "node_modules"]);

/** Hashes of what this plan rests on: documents, playbooks, configuration, and each file or folder of the project that a step names. */
export function planInputs(
  { root, config }: ProjectConfig,
  documents: StoreSnapshot["documents"],
  plan: Plan,
): readonly PlanInput[] {
  const named = plan.tasks.flatMap(({ check, run, verify }) =>
    [...check, ...run, ...verify].flatMap(({ action }) => wordsOf(action)),
  );
  const paths = new Set(
    ["canary.yaml", config.playbooks, ...documents.map(({ file }) => file), ...named]
      .map((path) => relative(root, resolve(root, path)))
      .filter((path) => path !== "" && !path.startsWith("..") && !isAbsolute(path))
      .filter((path) => !IGNORED.has(path.split("/")[0] ?? "")),
  );
  const isState = (path: string): boolean => resolve(root, path).startsWith(storeDirectoryOf(root));
  return [...paths]
    .filter((path) => !isState(path))
    .toSorted()
    .flatMap((path) => {
      const sha256 = hashPath(join(root, path));
      return sha256 === undefined ? [] : [{ path, sha256 }];
    });
}

/** The words of an action that may be paths: each as it is, and behind the first `=`. */
function wordsOf(action: PlannedAction): readonly string[] {
  switch (action.kind) {
    case "terraform":
      return [action.root.directory, ...pathsIn(action.arguments)];
    case "wait":
      return wordsOf(action.for.action);
    case "command":
    case "kubectl":
    case "helm":
    case "argocd":
      return pathsIn(action.argv);
    case "http":
    case "approve":
      return [];
  }
}

function pathsIn(texts: readonly PlannedText[]): readonly string[] {
  return texts
    .filter((text) => typeof text === "string")
    .flatMap((word) => (word.includes("=") ? [word, word.slice(word.indexOf("=") + 1)] : [word]))
    .filter((word) => word !== "" && word.length < 1000 && !word.includes("\0"));
}

/** Of a file its content, of a folder the names and contents below it; undefined where there is none, or it is too large to tell. */
function hashPath(path: string): string | undefined {
  const hash = createHash("sha256");
  try {
    const files = filesBelow(path);
    if (files.length > MOST_FILES) return undefined;
    for (const file of files)
      hash
        .update(`${relative(path, file)}\0`)
        .update(readFileSync(file))
        .update("\0");
    return hash.digest("hex");
  } catch {
    return undefined;
  }
}

function filesBelow(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !IGNORED.has(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return filesBelow(join(path, entry.name));
      return entry.isFile() ? [join(path, entry.name)] : [];
    });
}
