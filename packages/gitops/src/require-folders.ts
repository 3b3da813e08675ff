import { CanaryError } from "@canary/core";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { FOLDERS } from "./places.ts";
import type { Overlay } from "./target.ts";

/**
 * What a bootstrap applies is in the commit, and leads to a repository of the user's where that is needed. Throws
 * CANARY_CONFIG_INVALID.
 */
export async function requireFolders(tree: string, overlay: Overlay): Promise<void> {
  const folders = [FOLDERS.namespaces, `${FOLDERS.argocd}/${overlay}`, `${FOLDERS.root}/${overlay}`];
  const needed = overlay === "local" ? [...folders, `${FOLDERS.gitServer}/${overlay}`] : folders;
  const texts = await Promise.all(needed.map((folder) => readText(tree, `${folder}/kustomization.yaml`)));
  const missing = needed.filter((_, index) => texts[index] === undefined);
  if (missing.length > 0) {
    throw new CanaryError(`the commit has no kustomization in ${missing.join(", ")}`, {
      code: "CANARY_CONFIG_INVALID",
      hint: "Run it in a clone of this project's repository, or add these folders and commit them: docs/guides/platform.md says what is in them.",
      details: { missing },
    });
  }
  if (overlay === "remote") await requireRepository(tree);
}

/** The address in the repository is an example until somebody changes it. */
async function requireRepository(tree: string): Promise<void> {
  const file = `${FOLDERS.root}/remote/repository.yaml`;
  const text = await readText(tree, file);
  if (text !== undefined && !text.includes("https://github.com/example/")) return;
  const fault = text === undefined ? "is not in the commit" : "still names the repository of the example";
  throw new CanaryError(`${file} ${fault}`, {
    code: "CANARY_CONFIG_INVALID",
    hint: "Write the address of your repository there, commit and push it, then run this again.",
  });
}

async function readText(tree: string, file: string): Promise<string | undefined> {
  return readFile(path.join(tree, file), "utf8").catch(() => undefined);
}
