import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../support/markdown.ts";
import { gitFiles } from "./git-files.ts";

/** What manifests are made of. */
const FOLDERS = /^(argocd|charts|infra\/platform|k8s)\//;

let staged: Promise<string> | undefined;

/**
 * A copy of the manifests as a cluster's Git repository holds them: what is committed, and in `infra/platform/upstream` the
 * upstream manifests, which are never committed but copied out of the Go modules that the cluster is built from.
 */
export function stagedTree(): Promise<string> {
  staged ??= stage();
  return staged;
}

async function stage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "canary-manifests-"));
  for (const path of gitFiles((each) => FOLDERS.test(each))) cpSync(join(ROOT, path), join(folder, path));
  cpSync(await upstreamManifests(), join(folder, "infra/platform/upstream"), { recursive: true });
  return folder;
}

/** The folder of the upstream manifests; taken out of their modules when it is not there yet. */
function upstreamManifests(): Promise<string> {
  const argv = ["cluster", "build", "--provider", "kind", "--output", "json"];
  return new Promise((resolve, reject) => {
    execFile(join(ROOT, "bin/canary"), argv, { cwd: ROOT }, (error, stdout, stderr) => {
      if (error !== null) return reject(new Error(stderr, { cause: error }));
      const { manifestsDirectory } = JSON.parse(stdout) as { manifestsDirectory: string };
      if (!existsSync(manifestsDirectory)) return reject(new Error(`${manifestsDirectory} is not there`));
      resolve(manifestsDirectory);
    });
  });
}
