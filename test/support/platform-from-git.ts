import { execFileSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { gitOpsBootstrapSchema, gitOpsPushSchema, gitOpsStatusSchema } from "@canary/core/schemas";
import { signIn } from "./argocd-api.ts";
import type { ArgocdApi } from "./argocd-api.ts";
import type { Kubectl } from "./delivered-state.ts";
import { ROOT } from "./markdown.ts";
import { startTestCluster } from "./test-cluster.ts";
import type { TestCluster } from "./test-cluster.ts";

/** A cluster, a repository with the platform in it, and the verbs that bring them together. */
export interface PlatformFromGit {
  readonly cluster: TestCluster;
  readonly kubectl: Kubectl;
  /** Runs canary, which must end well; returns the document that it prints. */
  readonly succeed: (...argv: readonly string[]) => Promise<Record<string, unknown>>;
  /** Changes a file of the repository; the change must change something. */
  readonly edit: (file: string, change: (text: string) => string) => void;
  readonly commit: (message: string) => void;
  /** Delivers HEAD and waits until everything has it; returns the commit that Argo CD reads. */
  readonly push: () => Promise<string>;
  /** Installs Argo CD; returns where the first password of its admin is. */
  readonly bootstrap: () => Promise<string>;
  /** Waits until every Application is Synced and Healthy; returns their names. */
  readonly settled: () => Promise<readonly string[]>;
  /** Argo CD's API at `address` with the password that the bootstrap kept. */
  readonly signInAsAdmin: (address: string) => Promise<ArgocdApi & { readonly password: string }>;
}

/** Starts a cluster that does not have Argo CD yet, beside a repository with the platform committed. */
export async function startPlatformFromGit(name: string): Promise<PlatformFromGit> {
  const cluster = await startTestCluster(name);
  const { workspace } = cluster;
  const git = (...argv: readonly string[]): void => {
    const person = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
    execFileSync("git", [...person, ...argv], { cwd: workspace.directory, stdio: "ignore" });
  };
  const parts = ["canary.yaml", "argocd", "infra/platform", "k8s"];
  for (const part of parts) cpSync(join(ROOT, part), workspace.path(part), { recursive: true });
  git("init", "-q", "-b", "main");
  // the cluster's own state is in the workspace, too: Argo CD refuses a repository with links that lead out of it
  git("add", ...parts);
  git("commit", "-qm", "the platform");
  const edit: PlatformFromGit["edit"] = (file, change) => {
    const text = workspace.read(file);
    expect(change(text)).not.toBe(text);
    workspace.write(file, change(text));
  };
  return {
    cluster,
    kubectl: async (...argv) => (await cluster.kubectl(argv)).stdout,
    edit,
    commit: (message) => git("commit", "-qam", message),
    ...verbsOf(cluster),
  };
}

function verbsOf(
  cluster: TestCluster,
): Pick<PlatformFromGit, "succeed" | "push" | "bootstrap" | "settled" | "signInAsAdmin"> {
  const succeed: PlatformFromGit["succeed"] = async (...argv) => {
    const { exitCode, stdout, stderr } = await cluster.canary([...argv, "-o", "json"]);
    if (exitCode !== 0)
      throw new Error(`canary ${argv.join(" ")} ended with ${exitCode}\n${stderr}${stdout}`);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  let passwordFile = "";
  const limit = ["--timeout", "900"];
  return {
    succeed,
    bootstrap: async () => {
      ({ passwordFile } = gitOpsBootstrapSchema.parse(await succeed("gitops", "bootstrap")));
      return passwordFile;
    },
    push: async () => gitOpsPushSchema.parse(await succeed("gitops", "push", "--wait", ...limit)).commit,
    settled: async () => {
      const status = await succeed("gitops", "status", "--wait", ...limit);
      const { applications } = gitOpsStatusSchema.parse(status);
      const states = applications.map(({ sync, health }) => `${sync} ${health}`);
      expect(new Set(states)).toEqual(new Set(["Synced Healthy"]));
      return applications.map(({ name }) => name);
    },
    signInAsAdmin: async (address) => {
      const password = readFileSync(passwordFile, "utf8").trim();
      return { password, ...(await signIn(address, "admin", password)) };
    },
  };
}

/** Tells what was measured; a figure of a busy machine is no reason to fail. */
export async function measured<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  const result = await work();
  process.stderr.write(`measured: ${what}: ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  return result;
}
