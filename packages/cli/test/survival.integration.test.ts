import type { ChildProcess } from "node:child_process";
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runListSchema } from "@canary/core/schemas";
import { runCanary } from "@canary/testkit";
import type { CanaryRun } from "@canary/testkit";
import { prepareOnce, workspace } from "./support/prepared-project.ts";

const PRD = "# Plan\n\n## Phase 1: Ground\n\n- [ ] Apply it {#apply}\n- [ ] Use it {#use}\n";
const PLAYBOOK = `apiVersion: canary.dev/v1
kind: Playbook
tasks:
  apply: { resources: [ground], run: [{ terraform: { root: ., command: apply } }] }
  use:
    resources: [ground]
    run:
      - command: { argv: [sh, -c, "echo used >> calls"] }
`;
/** Works until it may end; says each signal that it got, and ends at the first. */
const TERRAFORM = `#!/bin/sh
case "$2" in init) exit 0;; plan) exit 2;; esac
trap 'echo INT >> signals; sleep 1; exit 1' INT
echo $$ > pid; echo working; touch started
until test -e go; do sleep 0.05; done
echo finished; echo applied >> calls
`;

prepareOnce({
  files: {
    "PRD.md": PRD,
    "canary.yaml": "apiVersion: canary.dev/v1\n",
    "playbooks/ground.yaml": PLAYBOOK,
  },
  tools: { terraform: TERRAFORM },
});

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<CanaryRun>;
}

function start(...argv: string[]): Started {
  const children: ChildProcess[] = [];
  const ended = runCanary(workspace, argv, { onStart: (started) => void children.push(started) });
  const [child] = children;
  if (child === undefined) throw new Error("canary did not start");
  return { child, ended };
}

/** Waits at most a minute. */
async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 60_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error("the condition was not met within a minute");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const lines = (file: string): string[] =>
  workspace.has(file) ? workspace.read(file).trim().split("\n") : [];

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("Ctrl-C", () => {
  it("gives terraform one signal and waits; a second one only says what is waited for", async () => {
    const { child, ended } = start("run", "all");
    await until(() => workspace.has("started"));
    child.kill("SIGINT");
    await until(() => lines("signals").length === 1);
    child.kill("SIGINT");
    const { exitCode, stderr } = await ended;
    expect(exitCode).toBe(130);
    expect(lines("signals")).toEqual(["INT"]);
    expect(stderr).toMatch(/SIGINT again: .* Waiting for terraform \(process \d+\) to end\./);
    expect(isAlive(Number(workspace.read("pid")))).toBe(false);
  });
});

describe("after kill -9 of canary", () => {
  it("terraform lives on; the run is shown as died; --resume waits for it, keeps its log and goes on", async () => {
    const { child, ended } = start("run", "all");
    await until(() => workspace.has("started"));
    child.kill("SIGKILL");
    await ended;
    expect(isAlive(Number(workspace.read("pid")))).toBe(true);
    const list = await runCanary(workspace, ["runs", "list", "--json"]);
    expect(runListSchema.parse(JSON.parse(list.stdout)).runs).toMatchObject([{ status: "died" }]);
    const resumed = start("run", "--resume");
    let told = "";
    resumed.child.stderr?.on("data", (chunk: Buffer) => (told += chunk.toString()));
    await until(() => told.includes("waiting for it to end"));
    workspace.write("go", "");
    expect((await resumed.ended).exitCode).toBe(0);
    expect(lines("calls")).toEqual(["applied", "applied", "used"]);
    const logs = await runCanary(workspace, ["runs", "logs"]);
    expect(logs.stdout).toContain("working\nfinished\n");
    expect(readdirSync(workspace.path(".canary/runs"), { recursive: true }).join("\n")).not.toContain(
      "private",
    );
  });
});

describe("two runs that need the same", () => {
  it("the second ends with 6 and names the first, or waits as long as it may", async () => {
    const first = start("run", "task", "apply");
    await until(() => workspace.has("started"));
    const refused = await runCanary(workspace, ["run", "task", "use"]);
    expect(refused.exitCode).toBe(6);
    expect(refused.stdout).toMatch(/"local:ground" is held by run [0-9A-Z]{26} \(process \d+\), task apply/);
    const patient = start("run", "task", "use", "--lock-timeout", "2m");
    let told = "";
    patient.child.stderr?.on("data", (chunk: Buffer) => (told += chunk.toString()));
    await until(() => told.includes('waiting for "local:ground"'));
    workspace.write("go", "");
    expect([(await first.ended).exitCode, (await patient.ended).exitCode]).toEqual([0, 0]);
    expect(lines("calls")).toEqual(["applied", "used"]);
  });
});

describe("a signal while the run is still being planned", () => {
  /** Grows until canary has begun to plan: before that, a signal simply ends it. */
  let delayMs = 250;

  async function interruptPlanning(signal: NodeJS.Signals): Promise<CanaryRun> {
    for (;;) {
      const { child, ended } = start("run", "all");
      setTimeout(() => child.kill(signal), delayMs);
      const run = await ended;
      if (run.signal !== signal) return run;
      delayMs *= 1.5;
    }
  }

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s ends it at once with %i, and there is no run", async (signal, exitCode) => {
    const words = "word, ".repeat(400_000);
    workspace.write("playbooks/ground.yaml", `${PLAYBOOK}      - command: { argv: [echo, ${words}] }\n`);
    const run = await interruptPlanning(signal);
    expect(run.stderr).toContain(`interrupted by ${signal}`);
    expect([run.exitCode, workspace.has(".canary/runs")]).toEqual([exitCode, false]);
  });
});
