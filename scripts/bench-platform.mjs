// What the platform promises in time: a built and empty cluster until everything is Synced and Healthy, and a commit until it is
// delivered. On a cluster of its own, which is removed at the end; one that an interruption left is removed at the beginning.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canCarryCluster, timeCanary } from "./bench-run.mjs";

const NAME = ["--provider", "local", "--name", "canary-bench-platform"];
const PARTS = ["canary.yaml", "argocd", "infra/platform", "k8s"];
const COMMITS = 3;
const LIMIT_SECONDS = 120;

/** What a commit changes: a request that the rollouts controller makes, so that its pod is replaced, too. */
const CHANGED = "infra/platform/argo-rollouts/base/kustomization.yaml";

/** Prints the rows of this part; `secondsRow` judges each figure. */
export function benchPlatform({ workspace, env, canary, root, secondsRow }) {
  const folder = join(workspace, "platform");
  const options = { canary, folder, env: { ...env, HOME: process.env.HOME ?? "/" } };
  mkdirSync(folder);
  if (!canCarryCluster(options)) {
    // It runs only where it is named, and then a figure is asked for.
    throw new Error("platform: not measured, this machine cannot carry a cluster: canary doctor says why");
  }
  for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
  git(folder, "init", "-q", "-b", "main");
  commit(folder, "the platform");
  const run = (...argv) => timeCanary([...argv, ...NAME], options);
  run("cluster", "down");
  try {
    run("cluster", "up", "--with", "platform");
    const settled = run("gitops", "bootstrap") + run("gitops", "status", "--wait", "--timeout", "900");
    secondsRow("platform, built and empty → Synced, Healthy", settled, LIMIT_SECONDS);
    const delivered = Array.from({ length: COMMITS }, (_, index) => {
      change(folder, `memory: ${65 + index}Mi`);
      return run("gitops", "push", "--wait");
    });
    secondsRow(`commit → Synced and Healthy, slowest of ${COMMITS}`, Math.max(...delivered), LIMIT_SECONDS);
  } finally {
    run("cluster", "down");
  }
}

function change(folder, request) {
  const file = join(folder, CHANGED);
  const text = readFileSync(file, "utf8");
  const changed = text.replace(/(requests: \{[^}]*)memory: \d+Mi/, `$1${request}`);
  if (changed === text) throw new Error(`${CHANGED} has no request for memory any more`);
  writeFileSync(file, changed);
  commit(folder, request);
}

function commit(folder, message) {
  git(folder, "add", ...PARTS);
  git(folder, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-qm", message);
}

function git(folder, ...argv) {
  execFileSync("git", argv, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
}
