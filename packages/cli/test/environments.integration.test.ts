import { describe, expect, it } from "vitest";
import { runCanary } from "@canary/testkit";
import type { CanaryRun } from "@canary/testkit";
import { prepareOnce, workspace } from "./support/prepared-project.ts";

const PRD = "# Plan\n\n## Phase 1: Ground\n\n- [ ] Look at the nodes {#nodes}\n- [ ] Write a file {#file}\n";

const PLAYBOOK = `apiVersion: canary.dev/v1
kind: Playbook
tasks:
  nodes:
    verify: [{ kubectl: { arguments: [get, nodes] } }]
  file:
    run: [{ command: { argv: [touch, "\${var.file}"] } }]
`;

const CONFIG = `apiVersion: canary.dev/v1
environment: staging
environments:
  staging: { kubeconfig: staging.kubeconfig, context: staging-eu, variables: { file: written } }
  made: { cluster: made-here, variables: { file: written } }
`;

const kubeconfig = (current: string): string =>
  `apiVersion: v1\nkind: Config\ncurrent-context: ${current}\ncontexts:\n- name: staging-eu\n- name: prod-eu\n`;

prepareOnce({
  files: { "PRD.md": PRD, "canary.yaml": CONFIG, "playbooks/ground.yaml": PLAYBOOK },
  tools: { kubectl: '#!/bin/sh\necho "$KUBECONFIG" >> kubectl.log\n' },
});

function canary(...argv: string[]): Promise<CanaryRun> {
  return runCanary(workspace, argv);
}

describe("a run against the wrong context", () => {
  it("is refused before anything runs, with the command that switches it", async () => {
    workspace.write("staging.kubeconfig", kubeconfig("prod-eu"));
    const run = await canary("run", "all", "--yes");
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("CANARY_CONTEXT_WRONG");
    expect(run.stderr).toContain('means the context "staging-eu"');
    expect(run.stderr).toContain("kubectl config use-context staging-eu --kubeconfig");
    expect([workspace.has("written"), workspace.has("kubectl.log")]).toEqual([false, false]);
  });

  it("is refused when the kubeconfig has no such context", async () => {
    workspace.write("staging.kubeconfig", kubeconfig("prod-eu").replace("- name: staging-eu\n", ""));
    expect((await canary("run", "all")).stderr).toContain("correct environments.staging in canary.yaml");
  });

  it("is refused when a step names another one, with the place", async () => {
    workspace.write("staging.kubeconfig", kubeconfig("staging-eu"));
    workspace.write(
      "playbooks/ground.yaml",
      PLAYBOOK.replace("[get, nodes]", "[--context=prod-eu, get, nodes]"),
    );
    const run = await canary("run", "all");
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("playbooks/ground.yaml:5:39 error playbook-context --context prod-eu");
  });

  it("is refused when no step is kubectl or helm: every process gets that KUBECONFIG", async () => {
    workspace.write("staging.kubeconfig", kubeconfig("prod-eu"));
    const run = await canary("run", "task", "file");
    expect([run.exitCode, run.stderr]).toEqual([2, expect.stringContaining("CANARY_CONTEXT_WRONG")]);
    expect(workspace.has("written")).toBe(false);
  });

  it("is nothing that stops a plan, a run in an environment without a context, or before there is a kubeconfig", async () => {
    workspace.write("staging.kubeconfig", kubeconfig("prod-eu"));
    expect((await canary("run", "all", "--dry-run")).exitCode).toBe(0);
    expect((await canary("run", "task", "file", "--env", "made")).exitCode).toBe(0);
    workspace.write("canary.yaml", CONFIG.replace("context: staging-eu", "cluster: staging"));
    expect((await canary("run", "task", "file")).exitCode).toBe(0);
  });
});

describe("a run against the right context", () => {
  it("gives kubectl the kubeconfig of the environment", async () => {
    workspace.write("staging.kubeconfig", kubeconfig("staging-eu"));
    expect((await canary("run", "all")).exitCode).toBe(0);
    expect(workspace.read("kubectl.log")).toBe(`${workspace.path("staging.kubeconfig")}\n`);
    expect(workspace.has("written")).toBe(true);
  });
});

describe("a cluster that is missing", () => {
  it("ends the run with 7 and says how to make it; kubectl is not asked", async () => {
    const run = await canary("run", "task", "nodes", "--env", "made");
    expect(run.exitCode).toBe(7);
    expect(run.stdout).toContain('environment "made" has no cluster');
    expect(run.stdout).toContain("canary cluster up --name made-here");
    expect(run.stdout).not.toContain("localhost:8080");
    expect(workspace.has("kubectl.log")).toBe(false);
  });

  it("of an environment that canary did not make is a matter of canary.yaml", async () => {
    const run = await canary("run", "task", "nodes", "-o", "json");
    expect(run.exitCode).toBe(7);
    expect(JSON.parse(run.stdout).results[0].error).toMatchObject({
      code: "CANARY_CLUSTER_NOT_FOUND",
      hint: expect.stringContaining("environments.staging.kubeconfig"),
    });
  });
});

describe("canary.yaml", () => {
  it("is refused for an environment of which nobody knows the cluster", async () => {
    workspace.write(
      "canary.yaml",
      "apiVersion: canary.dev/v1\nenvironment: a\nenvironments:\n  a: { variables: {} }\n",
    );
    const run = await canary("run", "all", "--dry-run");
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("canary.yaml:4:6");
    expect(run.stderr).toContain("needs cluster");
  });

  it("says where secrets come from; a plan shows none of them", async () => {
    workspace.write(
      "canary.yaml",
      CONFIG.replace(
        "variables: { file: written } }\n  made",
        "variables: { file: written }, secrets: { key: { env: KEY } } }\n  made",
      ),
    );
    workspace.write("playbooks/ground.yaml", PLAYBOOK.replace("touch,", 'touch, "${secret.key}",'));
    const plan = await runCanary(workspace, ["run", "task", "file", "--dry-run"], {
      env: { KEY: "hunter22" },
    });
    expect(plan.stdout).toContain("touch *** written");
    expect((await canary("run", "task", "file")).stderr).toContain("the variable KEY is not set");
    const run = await runCanary(workspace, ["run", "task", "file", "-o", "jsonl"], {
      env: { KEY: "hunter22" },
    });
    expect(run.exitCode).toBe(0);
    expect(workspace.has("hunter22")).toBe(true);
    expect(run.stdout).not.toContain("hunter22");
  });
});

describe("a program that the machine lacks", () => {
  it("is named by the run that needs it, before anything is changed; the plan still shows", async () => {
    workspace.write(
      "playbooks/ground.yaml",
      PLAYBOOK.replace('"${var.file}"', '"${var.file}", "${env.manifests}"'),
    );
    const plan = await canary("run", "all", "--dry-run");
    expect(plan).toMatchObject({ exitCode: 0, stderr: "" });
    expect(plan.stdout).toContain("(known once go is installed)");
    const run = await canary("run", "task", "file");
    expect(run.exitCode).toBe(7);
    expect(run.stdout).toContain('The program "go" was not found on PATH');
    expect(workspace.has("written")).toBe(false);
  });
});

describe("a playbook entry of no task", () => {
  it("is told with its place and the nearest task, and stops nothing", async () => {
    workspace.write(
      "playbooks/ground.yaml",
      `${PLAYBOOK}  flie:\n    run: [{ command: { argv: [touch, x] } }]\n`,
    );
    const run = await canary("run", "task", "file");
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain(
      'playbooks/ground.yaml:8:3 warning playbook-task-unknown there is no task "flie", so this entry never runs; did you mean file?',
    );
  });
});
