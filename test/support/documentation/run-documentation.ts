import { execFileSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../markdown.ts";
import type { TestCluster } from "../test-cluster.ts";
import { documentedLines } from "./documented-lines.ts";
import { ELSEWHERE, fillIn, typeLine } from "./run-line.ts";
import { behindStandIns, writeStandIns } from "./stand-in-tools.ts";

/** What the commands read besides what a cluster's Git has. */
const PARTS = [".gitignore", "PRD.md", "infra/local-cluster", "infra/terraform", "playbooks", "scripts"];

/** Files that a reader has, or that a step of the documentation made. */
const FILES = [".secrets/pager-url", ".secrets/slack-token", ".secrets/smtp-password", ".secrets/token"];

/** What the test itself has in the clone: programs, homes, a hosts file. */
const OF_THE_TEST = "/bin/\n/home/\n/hosts\n/root-home/\n";

/**
 * Types every command of the guides on a cluster whose platform came from Git, in the order of the pages, and says which did not go
 * well, and which files they leave that Git would take. The workspace is left as those commands leave it.
 */
export async function runDocumentation(cluster: TestCluster, prefix: string): Promise<readonly string[]> {
  const { workspace } = cluster;
  workspace.write(".git/info/exclude", OF_THE_TEST);
  for (const part of PARTS) cpSync(join(ROOT, part), workspace.path(part), { recursive: true });
  git(cluster, "add", ...PARTS);
  git(cluster, "commit", "--quiet", "--message=what a clone has besides");
  for (const file of FILES) workspace.write(file, "of-a-test-only");
  changeSomething(cluster);
  await cluster.succeed(["parse", "PRD.md"]);
  await cluster.succeed(["tasks", "update", "docs-troubleshooting", "--status=completed", "--force"]);
  let env = writeStandIns({
    cluster,
    routerAddress: await ask(
      cluster,
      "-n",
      "ingress",
      "get",
      "service/traefik",
      "-o=jsonpath={.spec.clusterIP}",
    ),
  });
  await makeWhatLinesAskFor(cluster);
  const pod = (await ask(cluster, "-n", "canary-proof", "get", "pods", "-o", "name")).split("\n")[0] ?? "";
  const faults: string[] = [];
  describeAsExisting(cluster);
  for (const { place, text } of documentedLines()) {
    if (ELSEWHERE.some(([pattern]) => pattern.test(text))) continue;
    if (text.includes("get secret argocd-initial-admin-secret")) await restoreFirstPassword(cluster);
    const line = { place, text: fillIn(text, pod.replace("pod/", ""), `${prefix}-practice`) };
    const typed = await typeLine(line, { cwd: workspace.directory, env });
    if (typed.env !== env) env = behindStandIns(cluster, typed.env);
    if (typed.fault === undefined) continue;
    process.stderr.write(`fault: ${typed.fault}\n`);
    faults.push(typed.fault);
  }
  await cluster.canary(["cluster", "down", "--name", `${prefix}-practice`]);
  const left = git(cluster, "ls-files", "--others", "--exclude-standard");
  return left === "" ? faults : [...faults, `\`canary gitops push --worktree\` would publish:\n${left}`];
}

/** The cluster once more, as the environment `staging`: one that is there already, known by its kubeconfig and context. */
function describeAsExisting({ workspace, kubeconfig }: TestCluster): void {
  const context = /^current-context: (.*)$/m.exec(readFileSync(kubeconfig, "utf8"))?.[1] ?? "";
  const staging = `  staging:\n    kubeconfig: ${kubeconfig}\n    context: ${context}\n`;
  workspace.write("canary.yaml", workspace.read("canary.yaml").replace(/^environments:\n/m, `$&${staging}`));
}

/** A change that one line of the documentation takes back. */
function changeSomething(cluster: TestCluster): void {
  const { workspace } = cluster;
  const file = "k8s/namespaces/kustomization.yaml";
  workspace.write(file, `# Changed.\n${workspace.read(file)}`);
  git(cluster, "commit", "--quiet", "--message=a change", file);
}

function git({ workspace }: TestCluster, ...argv: readonly string[]): string {
  const person = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
  return execFileSync("git", [...person, ...argv], { cwd: workspace.directory, encoding: "utf8" });
}

async function ask(cluster: TestCluster, ...argv: readonly string[]): Promise<string> {
  return (await cluster.kubectl(argv)).stdout;
}

/** What other ways to install leave in the cluster, and lines of those read. */
async function makeWhatLinesAskFor(cluster: TestCluster): Promise<void> {
  await cluster.kubectl(["-n", "monitoring", "create", "secret", "generic", "grafana-admin", PASSWORD]);
}

/** `canary gitops bootstrap`, which is a line of its own, has taken it out. */
async function restoreFirstPassword(cluster: TestCluster): Promise<void> {
  const secret = ["create", "secret", "generic", "argocd-initial-admin-secret", PASSWORD];
  await cluster.kubectl(["-n", "argocd", ...secret]);
}

const PASSWORD = "--from-literal=password=of-a-test-only";
