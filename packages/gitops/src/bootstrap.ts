import { CanaryError } from "@canary/core";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { applyFolder } from "./apply-folder.ts";
import type { BuiltCommit } from "./build-commit.ts";
import { ensureSecrets } from "./ensure-secrets.ts";
import { finishDeletion } from "./finish-deletion.ts";
import { pause } from "./pause.ts";
import { ARGOCD_NAMESPACE, FOLDERS, GIT_SERVER } from "./places.ts";
import { pushCommit } from "./push-commit.ts";
import { requireFolders } from "./require-folders.ts";
import { requireOwnNamespaces } from "./require-own-namespaces.ts";
import { kubectl, tryKubectl } from "./target.ts";
import type { Overlay, Target } from "./target.ts";

export interface BootstrapOptions {
  readonly target: Target;
  readonly built: BuiltCommit;
  readonly overlay: Overlay;
  /** Where admin's first password is kept, readable by the owner only. */
  readonly passwordFile: string;
  readonly onStep?: (name: string) => void;
}

const DEPLOYMENTS = ["deployment/argocd-redis", "deployment/argocd-repo-server", "deployment/argocd-server"];
const START_LIMIT_MS = 300_000;
const EVERY_MS = 250;

/**
 * Installs what everything else comes from, all of it out of the commit: the namespaces, Argo CD, the Git server with the
 * commit in it, and the one root Application. Run again, it applies the same and changes nothing. Throws CANARY_TOOL_FAILED,
 * CANARY_CONFIG_INVALID, CANARY_GITOPS_NAMESPACE_TAKEN, CANARY_GITOPS_TIMED_OUT.
 */
export async function bootstrap(options: BootstrapOptions): Promise<void> {
  const { target, built, overlay, onStep } = options;
  const tree = await built.checkOut();
  const apply = async (folder: string, ...more: readonly string[]): Promise<void> =>
    applyFolder(target, { tree, folder, commit: built.base }, more);
  await requireFolders(tree, overlay);
  onStep?.("the namespaces");
  if (overlay === "remote") await requireOwnNamespaces(target, tree);
  await finishDeletion(target);
  await apply(FOLDERS.namespaces);
  await ensureSecrets(target, overlay);
  onStep?.("Argo CD");
  await apply(`${FOLDERS.argocd}/${overlay}`);
  // Argo CD starts meanwhile
  if (overlay === "local") await installGitServer(options, apply);
  onStep?.("Argo CD starts");
  await waitEstablished(target);
  await waitServerKey(target);
  onStep?.("the root Application");
  await apply(`${FOLDERS.root}/${overlay}`, "-l", "canary.dev/bootstrap=true");
  onStep?.("Argo CD becomes available");
  for (const deployment of DEPLOYMENTS) await waitRollout(target, ARGOCD_NAMESPACE, deployment);
  await waitRollout(target, ARGOCD_NAMESPACE, "statefulset/argocd-application-controller");
  await keepPassword(target, options.passwordFile);
}

async function installGitServer(
  { target, built, onStep, overlay }: BootstrapOptions,
  apply: (folder: string) => Promise<void>,
): Promise<void> {
  onStep?.("the Git server");
  await apply(`${FOLDERS.gitServer}/${overlay}`);
  await waitRollout(target, GIT_SERVER.namespace, `deployment/${GIT_SERVER.deployment}`);
  onStep?.(`commit ${built.commit.slice(0, 12)}`);
  await pushCommit(target, built);
}

async function waitEstablished(target: Target): Promise<void> {
  const definition = "crd/applications.argoproj.io";
  await kubectl(target, ["wait", "--for=condition=Established", definition, "--timeout=60s"]);
}

/** Without the key that argocd-server writes when it starts, the controller calls every Application invalid, and rests. */
async function waitServerKey(target: Target): Promise<void> {
  const key = ["get", "secret", "argocd-secret", "-o", "jsonpath={.data.server\\.secretkey}"];
  const deadline = Date.now() + START_LIMIT_MS;
  while ((await kubectl(target, ["-n", ARGOCD_NAMESPACE, ...key])) === "") {
    if (Date.now() > deadline) throw notStarted();
    await pause(EVERY_MS, target.signal);
  }
}

function notStarted(): CanaryError {
  return new CanaryError(`argocd-server has not started within ${START_LIMIT_MS / 1000} s`, {
    code: "CANARY_GITOPS_TIMED_OUT",
    hint: "See why: `kubectl -n argocd get pods`, then `kubectl -n argocd logs deployment/argocd-server`.",
  });
}

async function waitRollout(target: Target, namespace: string, name: string): Promise<void> {
  const limit = `--timeout=${START_LIMIT_MS / 1000}s`;
  await kubectl(target, ["-n", namespace, "rollout", "status", name, limit]);
}

/** Takes the password that Argo CD made for admin out of the cluster; there it stays only as a hash. */
async function keepPassword(target: Target, file: string): Promise<void> {
  const secret = ["-n", ARGOCD_NAMESPACE, "secret", "argocd-initial-admin-secret"];
  const read = await tryKubectl(target, ["get", ...secret, "-o", "jsonpath={.data.password}"]);
  if (read.exitCode !== 0 || read.stdout === "") return;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${Buffer.from(read.stdout, "base64").toString("utf8")}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  await kubectl(target, ["delete", ...secret, "--ignore-not-found"]);
}
