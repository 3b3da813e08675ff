import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import { ROOT } from "./support/markdown.ts";
import { copyTerraform, runTerraform } from "./support/terraform-clone.ts";

const workspace = createWorkspace();
const folder = workspace.path("infra/terraform/environments/local");
const name = `${inject("clusterPrefix")}-terraform`;
const stateHome = workspace.path("state");
const kubeconfig = join(stateHome, "canary/clusters", name, "kubeconfig");

const env = { XDG_STATE_HOME: stateHome, CANARY_NAME: name };

const VARIABLES = [
  `-var=cluster_name=${name}`,
  `-var=canary_program=${join(ROOT, "bin/canary")}`,
  `-var=kubeconfig=${kubeconfig}`,
];

/** Runs terraform in a copy of the environment, and gives what it printed. */
async function terraform(...argv: readonly string[]): Promise<string> {
  const { exitCode, output } = await runTerraform(folder, argv, env);
  if (exitCode !== 0) throw new Error(`terraform ${argv.join(" ")} ended with ${exitCode}\n${output}`);
  return output;
}

/** Runs canary on this cluster, and gives its standard output. */
function canary(...argv: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env } };
    execFile(join(ROOT, "bin/canary"), argv, options, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
  });
}

const change = (verb: string): Promise<string> =>
  terraform(verb, "-auto-approve", "-input=false", "-no-color", ...VARIABLES);

describe.skipIf(inject("clusterObstacle") !== null)("terraform, for the local cluster", () => {
  beforeAll(async () => {
    copyTerraform(workspace.directory);
    await terraform("init", "-input=false", "-no-color");
  });
  afterAll(async () => {
    await change("destroy");
    workspace.remove();
  });

  it("apply makes a cluster that answers, and has nothing to do the second time", async () => {
    expect(await change("apply")).toContain("1 added, 0 changed, 0 destroyed");
    const stdout = await canary("cluster", "status", "-o", "json");
    const context = (await terraform("output", "-raw", "context")).trim();
    expect(JSON.parse(stdout)).toMatchObject({ name, state: "ready", kubeconfigPath: kubeconfig, context });
    expect(await change("apply")).toContain("0 added, 0 changed, 0 destroyed");
  });

  it("destroy removes the cluster", async () => {
    expect(await change("destroy")).toContain("1 destroyed");
    expect(existsSync(kubeconfig)).toBe(false);
  });

  it("destroy succeeds where somebody removed the cluster before, and where there is nothing to destroy", async () => {
    await change("apply");
    await canary("cluster", "down");
    expect(existsSync(kubeconfig)).toBe(false);
    expect(await change("destroy")).toContain("1 destroyed");
    expect(await change("destroy")).toContain("0 destroyed");
  });
});
