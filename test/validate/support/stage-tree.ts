import { execFile } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../support/markdown.ts";
import { gitFiles } from "./git-files.ts";

/** What manifests are made of. */
const FOLDERS = /^(argocd|charts|infra\/platform|k8s)\//;

/** The folder in which a commit for a cluster has the upstream manifests; `canary gitops push` adds it. */
const UPSTREAM = "infra/platform/upstream";

/**
 * Fills a folder with a copy of the manifests as a cluster's Git repository holds them: what is committed and, a folder a component, the
 * upstream manifests, which are never committed but come out of the Go modules that the cluster is built from. Where an overlay
 * names the address of an upstream release, the same release out of its module stands for it: nothing is fetched.
 */
export async function stageTree(folder: string): Promise<string> {
  for (const path of gitFiles((each) => FOLDERS.test(each))) cpSync(join(ROOT, path), join(folder, path));
  const upstream = join(folder, UPSTREAM);
  cpSync(await upstreamManifests(), upstream, { recursive: true });
  for (const component of readdirSync(upstream)) listManifests(join(upstream, component));
  for (const path of gitFiles((each) => /^infra\/platform\/.*\/kustomization\.yaml$/.test(each))) {
    withoutAddresses(join(folder, path), path);
  }
  return folder;
}

function listManifests(folder: string): void {
  const list = readdirSync(folder).map((file) => `  - ${file}\n`);
  const head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n";
  writeFileSync(join(folder, "kustomization.yaml"), head + list.join(""));
}

function withoutAddresses(file: string, path: string): void {
  const [, , component = "", ...below] = path.split("/");
  const local = `${"../".repeat(below.length)}upstream/${component}`;
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replaceAll(/^(\s*- )https:\/\/\S+$/gm, `$1${local}`));
}

/** The folder of the upstream manifests, a folder a component; taken out of their modules when it is not there yet. */
function upstreamManifests(): Promise<string> {
  const argv = ["cluster", "build", "--provider", "kind", "--output", "json"];
  return new Promise((resolve, reject) => {
    execFile(join(ROOT, "bin/canary"), argv, { cwd: ROOT }, (error, stdout, stderr) => {
      if (error === null) resolve((JSON.parse(stdout) as { manifestsDirectory: string }).manifestsDirectory);
      else reject(new Error(stderr, { cause: error }));
    });
  });
}
