import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { TerraformClone } from "./support/terraform-clone.ts";

const KUBECONFIG = "/state of a cluster/kubeconfig";
const CLUSTER = "module.cluster.terraform_data.cluster";

let workspace: Workspace;
let clone: TerraformClone;
beforeEach(() => {
  workspace = createWorkspace();
  clone = new TerraformClone(workspace);
});
afterEach(() => workspace.remove());

type Values = Readonly<Record<string, string | undefined>>;

/** Runs a verb with the variables that must be given, and others; undefined leaves one out. */
async function run(environment: string, [verb = "", ...options]: readonly string[], values: Values = {}) {
  const required: Values = environment === "local" ? { kubeconfig: KUBECONFIG } : {};
  const given = Object.entries({ canary_program: clone.program, ...required, ...values });
  const variables = given.flatMap(([name, value]) => (value === undefined ? [] : [`-var=${name}=${value}`]));
  const { exitCode, output } = await clone.run(environment, ["init", "-input=false", "-no-color"]);
  if (exitCode !== 0) throw new Error(output);
  const approve = verb === "plan" ? [] : ["-auto-approve"];
  return clone.run(environment, [verb, ...approve, "-input=false", "-no-color", ...options, ...variables]);
}

async function succeed(environment: string, words: readonly string[], values: Values = {}): Promise<void> {
  const { exitCode, output } = await run(environment, words, values);
  if (exitCode !== 0) throw new Error(`terraform ${words.join(" ")} ended with ${exitCode}\n${output}`);
}

async function outputs(environment: string): Promise<Readonly<Record<string, string>>> {
  const { output } = await clone.run(environment, ["output", "-json"]);
  const entries = Object.entries(JSON.parse(output) as Record<string, { value: string }>);
  return Object.fromEntries(entries.map(([name, { value }]) => [name, value]));
}

const up = (provider: string, name: string): string =>
  `[cluster][up][--provider][${provider}][--name][${name}]`;
const down = (provider: string, name: string): string =>
  `[cluster][down][--provider][${provider}][--name][${name}]`;

describe("environments/local", () => {
  it("makes the local cluster named canary where nothing else is asked for, once, and says how to reach it", async () => {
    await succeed("local", ["apply"]);
    await succeed("local", ["apply"]);
    expect(clone.takeCalls()).toEqual([up("local", "canary")]);
    expect(await outputs("local")).toEqual({
      cluster: "canary",
      context: "canary-canary",
      kubeconfig: KUBECONFIG,
    });
  });

  it.each(["kind", "local"])(
    "makes and removes the cluster of provider %s that is asked for",
    async (provider) => {
      const values = { cluster_provider: provider, cluster_name: "shop-2" };
      await succeed("local", ["apply"], values);
      expect(clone.takeCalls()).toEqual([up(provider, "shop-2")]);
      expect(await outputs("local")).toMatchObject({ cluster: "shop-2", context: "canary-shop-2" });
      await succeed("local", ["destroy"], values);
      expect(clone.takeCalls()).toEqual([down(provider, "shop-2")]);
      await succeed("local", ["destroy"], values);
      expect(clone.takeCalls()).toEqual([]);
    },
  );

  it("removes the old cluster, as it was made, before it makes one of another provider or name", async () => {
    await succeed("local", ["apply"]);
    await succeed("local", ["apply"], { cluster_provider: "kind" });
    await succeed("local", ["apply"], { cluster_provider: "kind", cluster_name: "other" });
    expect(clone.takeCalls().slice(1)).toEqual([
      down("local", "canary"),
      up("kind", "canary"),
      down("kind", "canary"),
      up("kind", "other"),
    ]);
  });

  it("starts again where a start failed: terraform removes nothing that it calls tainted, and up clears what is left", async () => {
    const failed = await clone.whileFailing("up", () => run("local", ["apply"]));
    expect(failed).toMatchObject({ exitCode: 1, output: expect.stringContaining("no up today") });
    await succeed("local", ["apply"]);
    expect(clone.takeCalls()).toEqual([up("local", "canary"), up("local", "canary")]);
  });

  it("hides no failure of cluster down, and knows the cluster until that has succeeded", async () => {
    await succeed("local", ["apply"]);
    const failed = await clone.whileFailing("down", () => run("local", ["destroy"]));
    expect(failed).toMatchObject({ exitCode: 1, output: expect.stringContaining("no down today") });
    expect(clone.takeCalls()).toEqual([up("local", "canary"), down("local", "canary")]);
    await succeed("local", ["destroy"]);
    expect(clone.takeCalls()).toEqual([down("local", "canary")]);
  });

  it("rebuilds the cluster of a clone that was renamed since, by the program that is there now", async () => {
    await succeed("local", ["apply"]);
    clone.rename("a clone with another name");
    await succeed("local", ["apply", `-replace=${CLUSTER}`]);
    expect(clone.takeCalls().slice(1)).toEqual([down("local", "canary"), up("local", "canary")]);
    clone.rename("third");
    await succeed("local", ["destroy"]);
    expect(clone.takeCalls()).toEqual([down("local", "canary")]);
  });

  it("says what to do where no program is left that could remove the cluster", async () => {
    await succeed("local", ["apply"]);
    rmSync(clone.program);
    const { exitCode, output } = await run("local", ["destroy"]);
    expect(exitCode).toBe(1);
    expect(output).toContain(`was made by ${clone.program}, which is there no more`);
    expect(output).toContain("run 'canary cluster down --provider local --name canary'");
  });

  it.each([
    ["cluster_name", "My_Cluster", "must start with a letter"],
    ["cluster_name", "x".repeat(40), "at most 39"],
    ["cluster_name", "--force", "must start with a letter"],
    ["cluster_provider", "minikube", "must be kind or local"],
    ["canary_program", "canary", "must be absolute"],
    ["kubeconfig", "~/.kube/config", "must be absolute"],
    ["canary_program", undefined, 'variable "canary_program" is not set'],
    ["kubeconfig", undefined, 'variable "kubeconfig" is not set'],
  ])("refuses %s = %s", async (name, value, reason) => {
    const { exitCode, output } = await run("local", ["apply"], { [name]: value });
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: expect.stringContaining(reason) });
    expect(clone.takeCalls()).toEqual([]);
  });
});

describe("environments/gitops", () => {
  const bootstrap = (provider: string, commit: string, name: string): string =>
    `[gitops][bootstrap][--provider][${provider}][--commit][${commit}][--name][${name}]`;

  it("delivers HEAD to the local cluster named canary where nothing else is asked for, once, and names what it made", async () => {
    await succeed("gitops", ["apply"]);
    await succeed("gitops", ["apply"]);
    expect(clone.takeCalls()).toEqual([bootstrap("local", "HEAD", "canary")]);
    expect(await outputs("gitops")).toEqual({ namespace: "argocd", root_application: "root" });
    await succeed("gitops", ["destroy"]);
    expect(clone.takeCalls()).toEqual([]);
  });

  it.each(["kind", "local"])(
    "delivers the commit that is asked for to a cluster of provider %s",
    async (provider) => {
      const values = { cluster_provider: provider, cluster_name: "shop-2", commit: "feature/new-cart~2" };
      await succeed("gitops", ["apply"], values);
      expect(clone.takeCalls()).toEqual([bootstrap(provider, "feature/new-cart~2", "shop-2")]);
    },
  );

  it("tells a failure of the bootstrap, and tries again", async () => {
    const failed = await clone.whileFailing("bootstrap", () => run("gitops", ["apply"]));
    expect(failed).toMatchObject({ exitCode: 1, output: expect.stringContaining("no bootstrap today") });
    await succeed("gitops", ["apply"]);
    expect(clone.takeCalls()).toHaveLength(2);
  });

  it.each([
    ["cluster_name", "My_Cluster", "must start with a letter"],
    ["cluster_provider", "minikube", "must be kind or local"],
    ["canary_program", "canary", "must be absolute"],
    ["commit", "--upload-pack=/bin/sh", "must be a revision"],
    ["commit", "main; reboot", "must be a revision"],
    ["canary_program", undefined, 'variable "canary_program" is not set'],
  ])("refuses %s = %s", async (name, value, reason) => {
    const { exitCode, output } = await run("gitops", ["apply"], { [name]: value });
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: expect.stringContaining(reason) });
    expect(clone.takeCalls()).toEqual([]);
  });
});
