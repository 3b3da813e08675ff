import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import { ROOT } from "./support/markdown.ts";
import { gitFiles } from "./validate/support/git-files.ts";
import { runTool } from "./validate/support/run-tool.ts";

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
  const { exitCode, output } = await runTool("terraform", argv, { cwd: folder, env });
  if (exitCode !== 0) throw new Error(`terraform ${argv.join(" ")} ended with ${exitCode}\n${output}`);
  return output;
}

const change = (verb: string): Promise<string> =>
  terraform(verb, "-auto-approve", "-input=false", "-no-color", ...VARIABLES);

describe.skipIf(inject("clusterObstacle") !== null)("terraform, for the local cluster", () => {
  beforeAll(async () => {
    // In a copy: init and apply leave things behind.
    for (const path of gitFiles((each) => each.startsWith("infra/terraform/")))
      cpSync(join(ROOT, path), workspace.path(path));
    await terraform("init", "-input=false", "-no-color");
  });
  afterAll(async () => {
    await change("destroy");
    workspace.remove();
  });

  it("apply makes a cluster that answers, and has nothing to do the second time", async () => {
    expect(await change("apply")).toContain("1 added, 0 changed, 0 destroyed");
    const { stdout } = await runTool(join(ROOT, "bin/canary"), ["cluster", "status", "-o", "json"], { env });
    const context = (await terraform("output", "-raw", "context")).trim();
    expect(JSON.parse(stdout)).toMatchObject({ name, state: "ready", kubeconfigPath: kubeconfig, context });
    expect(await change("apply")).toContain("0 added, 0 changed, 0 destroyed");
  });

  it("destroy removes the cluster, and succeeds when it is gone", async () => {
    expect(await change("destroy")).toContain("1 destroyed");
    expect(existsSync(kubeconfig)).toBe(false);
    expect(await change("destroy")).toContain("0 destroyed");
  });
});
