import { CanaryError } from "@canary/core";
import { chmod, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BuiltCommit } from "./build-commit.ts";
import { ARGOCD_NAMESPACE, FOLDERS, GIT_SERVER } from "./places.ts";
import { pushCommit } from "./push-commit.ts";
import { kubectl, tryKubectl } from "./target.ts";
import type { Target } from "./target.ts";

/** `local`: the cluster has its own Git server; `remote`: Argo CD reads the repository that the overlay names. */
export type Overlay = "local" | "remote";

export interface BootstrapOptions {
  readonly target: Target;
  readonly built: BuiltCommit;
  readonly overlay: Overlay;
  /** Where admin's first password is kept, readable by the owner only. */
  readonly passwordFile: string;
  readonly onStep?: (name: string) => void;
}

const APPLY = ["apply", "--server-side", "--field-manager=canary", "--force-conflicts"];
const DEPLOYMENTS = ["deployment/argocd-redis", "deployment/argocd-repo-server", "deployment/argocd-server"];

/**
 * Installs what everything else comes from: the Git server with the commit in it, Argo CD, and the one root Application.
 * Run again, it applies the same and changes nothing. Throws CANARY_TOOL_FAILED.
 */
export async function bootstrap(options: BootstrapOptions): Promise<void> {
  const { target, built, overlay, onStep } = options;
  const tree = await built.checkOut();
  const folder = (name: string): string => path.join(tree, name, overlay);
  if (overlay === "local") {
    onStep?.("the Git server");
    await kubectl(target, [...APPLY, "-k", folder(FOLDERS.gitServer)]);
    await waitRollout(target, GIT_SERVER.namespace, `deployment/${GIT_SERVER.deployment}`);
    onStep?.(`commit ${built.commit.slice(0, 12)}`);
    await pushCommit(target, built);
  }
  if (overlay === "remote") await requireRepository(folder(FOLDERS.root));
  onStep?.("Argo CD");
  await kubectl(target, [...APPLY, "-k", folder(FOLDERS.argocd)]);
  await kubectl(target, [
    "wait",
    "--for=condition=Established",
    "crd/applications.argoproj.io",
    "--timeout=60s",
  ]);
  onStep?.("the root Application");
  await kubectl(target, [...APPLY, "-k", folder(FOLDERS.root), "-l", "canary.dev/bootstrap=true"]);
  onStep?.("Argo CD becomes available");
  for (const deployment of DEPLOYMENTS) await waitRollout(target, ARGOCD_NAMESPACE, deployment);
  await waitRollout(target, ARGOCD_NAMESPACE, "statefulset/argocd-application-controller");
  await keepPassword(target, options.passwordFile);
}

/** The address in the repository is an example until somebody changes it. */
async function requireRepository(folder: string): Promise<void> {
  const text = await readFile(path.join(folder, "repository.yaml"), "utf8");
  if (!text.includes("https://github.com/example/")) return;
  throw new CanaryError(`${FOLDERS.root}/remote/repository.yaml still names the repository of the example`, {
    code: "CANARY_CONFIG_INVALID",
    hint: "Write the address of your repository there, commit and push it, then run this again.",
  });
}

async function waitRollout(target: Target, namespace: string, name: string): Promise<void> {
  await kubectl(target, ["-n", namespace, "rollout", "status", name, "--timeout=300s"]);
}

/** Takes the password that Argo CD made for admin out of the cluster; there it stays only as a hash. */
async function keepPassword(target: Target, file: string): Promise<void> {
  const secret = ["-n", ARGOCD_NAMESPACE, "secret", "argocd-initial-admin-secret"];
  const read = await tryKubectl(target, ["get", ...secret, "-o", "jsonpath={.data.password}"]);
  if (read.exitCode !== 0 || read.stdout === "") return;
  await writeFile(file, `${Buffer.from(read.stdout, "base64").toString("utf8")}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  await kubectl(target, ["delete", ...secret, "--ignore-not-found"]);
}
