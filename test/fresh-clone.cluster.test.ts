import { execFile, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { gitOpsStatusSchema, runListSchema, runResultSchema, runSchema } from "@canary/core/schemas";
import type { CanaryRun } from "@canary/testkit";
import { openCluster } from "../packages/local-cluster/src/index.ts";
import { leftBehind, takeHostSnapshot } from "../packages/local-cluster/test/support/host-snapshot.ts";
import type { HostSnapshot } from "../packages/local-cluster/test/support/host-snapshot.ts";
import { deliveredApplications, ourObjects } from "./support/delivered-state.ts";
import type { Kubectl } from "./support/delivered-state.ts";
import { createFreshClone } from "./support/fresh-clone.ts";
import type { FreshClone } from "./support/fresh-clone.ts";
import { processesAbout } from "./support/node-programs.ts";

const name = `${inject("clusterPrefix")}-setup`;

const TASKS = [
  "infra-host",
  "infra-cluster",
  "infra-namespaces",
  "infra-argocd",
  "infra-git",
  "infra-rollouts",
  "infra-platform",
  "infra-proof",
];

let clone: FreshClone;
let before: HostSnapshot;

/** What the host has, but for clusters that others may start meanwhile. */
function snapshot(): Promise<HostSnapshot> {
  const stateDirectory = clone.workspace.path("state/canary/clusters", name);
  return takeHostSnapshot([openCluster({ name, stateDirectory, recipeDirectory: clone.path() })]);
}

async function json(...argv: readonly string[]): Promise<unknown> {
  const { exitCode, stdout, stderr } = await clone.canary([...argv, "-o", "json"]);
  if (exitCode !== 0) throw new Error(`canary ${argv.join(" ")} ended with ${exitCode}\n${stderr}`);
  return JSON.parse(stdout);
}

/** How each task of the latest run ended. */
async function latestOutcomes(): Promise<Readonly<Record<string, string | null>>> {
  const { results } = runSchema.parse(await json("runs", "show"));
  return Object.fromEntries(results.map(({ task, outcome }) => [task, outcome]));
}

/** The clone's cluster as its own kubectl shows it. */
const kubectl: Kubectl = async (...argv) => {
  const { binDirectory, kubeconfigPath } = (await json("cluster", "status")) as Record<string, string>;
  const program = join(binDirectory ?? "", "kubectl");
  const options = { maxBuffer: 64 * 1024 * 1024 };
  return (await promisify(execFile)(program, ["--kubeconfig", kubeconfigPath ?? "", ...argv], options))
    .stdout;
};

/** What is in the cluster and what Argo CD delivers, once all of it is Synced and Healthy: while Argo CD compares, it knows nothing of it. */
async function delivered(): Promise<{ objects: readonly object[]; applications: readonly object[] }> {
  expect(gitOpsStatusSchema.parse(await json("gitops", "status", "--wait", "--timeout", "300")).settled).toBe(
    true,
  );
  const state = {
    objects: await ourObjects(kubectl),
    applications: await deliveredApplications(kubectl),
  };
  expect(state.objects.length).toBeGreaterThan(80);
  expect(state.applications.length).toBeGreaterThan(5);
  return state;
}

async function runPhase(...argv: readonly string[]): Promise<CanaryRun & { result: RunResult }> {
  const run = await clone.canary(["run", "phase", "infra", "--yes", "-o", "json", ...argv]);
  return { ...run, result: runResultSchema.parse(JSON.parse(run.stdout)) };
}
type RunResult = ReturnType<typeof runResultSchema.parse>;

describe.skipIf(inject("clusterObstacle") !== null)("a fresh clone", () => {
  beforeAll(async () => {
    clone = createFreshClone(name);
    before = await snapshot();
  });
  afterAll(async () => {
    await clone?.make("teardown");
    clone?.workspace.remove();
  });

  it("refuses the local provider without root before anything is changed", () => {
    chmodSync(clone.workspace.directory, 0o755);
    const nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    const run = spawnSync("setpriv", [...nobody, "bash", clone.path("scripts/setup-cluster.sh")], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] },
    });
    expect(run.stderr).toContain("sudo make setup");
    expect(run.stderr).toContain("PROVIDER=kind");
    expect(run.status).toBe(7);
    expect(clone.git("status", "--porcelain", "--ignored")).toBe("");
  });

  it("is set up by `make setup`, which ends with what runs, how to reach it, and three commands", async () => {
    const run = await clone.make("setup");
    expect(run.stderr).toContain("6/6 phase infra");
    expect({ status: run.status, stderr: run.stderr.slice(-2000) }).toMatchObject({ status: 0 });
    expect(run.stdout).toContain("is ready");
    expect(run.stdout).toContain('eval "$(canary cluster env');
    expect(run.stdout.match(/^ {2}canary .+$/gm)).toHaveLength(3);
    expect(readlinkSync(clone.workspace.path("links/canary"))).toBe(clone.path("bin/canary"));
    expect(run.stdout).toContain("JavaScript dependencies, the build, the link on PATH");
    expect(clone.git("status", "--porcelain")).toBe("");
    expect(Object.keys(await latestOutcomes())).toEqual(TASKS);
  }, 1_800_000);

  it("keeps the evidence of a proven rollout, a journal, and a log for every attempt", async () => {
    const { task, history } = (await json("tasks", "show", "infra-proof")) as {
      task: { status: string };
      history: { evidence?: { items: { excerpt: string }[] } }[];
    };
    expect(task.status).toBe("completed");
    const excerpts = history.flatMap(({ evidence }) => evidence?.items.map(({ excerpt }) => excerpt) ?? []);
    expect(excerpts.join("\n")).toContain("second");
    const { directory } = runSchema.parse(await json("runs", "show"));
    const journal = readFileSync(join(directory, "journal.ndjson"), "utf8").trim().split("\n");
    const types = journal.map((line) => JSON.parse(line).type);
    expect([types.at(0), types.at(-1)]).toEqual(["run_started", "run_finished"]);
    expect(readdirSync(join(directory, "logs")).length).toBeGreaterThan(TASKS.length);
  });

  it("changes nothing the second time and says so, and that another canary comes first on PATH", async () => {
    const run = await clone.make("setup");
    expect(run.status).toBe(0);
    expect(run.stdout).toContain("Nothing changed");
    expect(run.stderr).toContain(
      `\`canary\` runs ${clone.workspace.path("other/canary")}, which comes first on PATH`,
    );
    expect(Object.values(await latestOutcomes())).toEqual(TASKS.map(() => "ok"));
  });

  it("sees that a cluster died although Terraform's state has it: `make setup` makes the same from Git", async () => {
    const document = clone.path("PRD.md");
    const text = readFileSync(document, "utf8");
    writeFileSync(document, text.replace("Create the namespaces of", "Make the namespaces of"));
    const wasThere = await delivered();
    const { stateDirectory } = (await json("cluster", "status")) as { stateDirectory: string };
    const { pid } = JSON.parse(readFileSync(join(stateDirectory, "cluster.json"), "utf8")).node;
    process.kill(pid, "SIGKILL");
    const run = await clone.make("setup");
    writeFileSync(document, text);
    expect({ status: run.status, stderr: run.stderr.slice(-2000) }).toMatchObject({ status: 0 });
    expect(run.stdout).toContain("Changed: the tasks, phase infra.");
    expect(await latestOutcomes()).toEqual({
      "infra-host": "ok",
      "infra-cluster": "changed",
      "infra-namespaces": "changed",
      "infra-argocd": "changed",
      "infra-git": "ok",
      // Argo CD may be faster than the question.
      "infra-rollouts": expect.stringMatching(/^(ok|changed)$/),
      "infra-platform": expect.stringMatching(/^(ok|changed)$/),
      "infra-proof": "changed",
    });
    expect(await delivered()).toEqual(wasThere);
  }, 1_200_000);

  it("fails with the command, its last lines and a hint, blocks the rest, and continues there once mended", async () => {
    const manifest = clone.path("k8s/namespaces/podinfo.yaml");
    const good = readFileSync(manifest, "utf8");
    writeFileSync(manifest, good.replace("kind: Namespace", "kind: Namespaze"));
    const broken = await runPhase();
    expect(broken.exitCode).toBe(1);
    expect(broken.result.results.map(({ outcome }) => outcome)).toEqual([
      "ok",
      "ok",
      "failed",
      ...TASKS.slice(3).map(() => "blocked"),
    ]);
    const failed = broken.result.results.find(({ outcome }) => outcome === "failed");
    expect(failed?.error?.command?.join(" ")).toContain("kubectl");
    expect(failed?.error?.hint).not.toBe("");
    expect(failed?.output).toContain("Namespaze");
    writeFileSync(manifest, good);
    const mended = await runPhase();
    expect(mended.result).toMatchObject({ success: true, tasksCompleted: TASKS.length, tasksFailed: 0 });
  });

  it("is undone with the whole platform in it: the proof, then the cluster", async () => {
    const run = await clone.canary(["run", "undo", "phase", "infra", "--yes", "-o", "json"]);
    const { results } = runResultSchema.parse(JSON.parse(run.stdout));
    const undone = results.filter(({ outcome }) => outcome !== "skipped");
    expect(undone.map(({ task, outcome }) => [task, outcome])).toEqual([
      ["infra-proof", "changed"],
      ["infra-cluster", "changed"],
    ]);
    expect(run.exitCode).toBe(0);
    expect((await clone.canary(["cluster", "status"])).exitCode).toBe(7);
  });

  it("ends with 130 on Ctrl-C, nothing is left running, and the next run goes on", async () => {
    let isSignalled = false;
    const run = await clone.canary(["run", "phase", "infra", "-o", "jsonl"], (child) =>
      child.stdout?.on("data", (chunk: Buffer) => {
        if (isSignalled || !chunk.toString().includes('"tool":"terraform"')) return;
        isSignalled = true;
        child.kill("SIGINT");
      }),
    );
    expect([isSignalled, run.exitCode]).toEqual([true, 130]);
    expect(run.stdout).toContain('"process_started"');
    expect(processesAbout(clone.workspace.directory)).toEqual([]);
    const [latest] = runListSchema.parse(await json("runs", "list")).runs;
    expect(latest?.status).toBe("interrupted");
    const { result } = await runPhase("--until", "infra-namespaces");
    expect(result).toMatchObject({ success: true, tasksCompleted: 3 });
  });

  it("a start of the cluster that is interrupted ends with 130 and without a cluster", async () => {
    await clone.canary(["cluster", "down"]);
    const run = await clone.canary(["cluster", "up"], (child) =>
      child.stderr?.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes("wait for the API server")) child.kill("SIGINT");
      }),
    );
    expect(run.stderr).toContain("CANARY_RUN_INTERRUPTED");
    expect(run.stderr).not.toContain("CANARY_BUG");
    expect(run.exitCode).toBe(130);
    expect(processesAbout(clone.workspace.directory)).toEqual([]);
    expect((await clone.canary(["cluster", "status"])).exitCode).toBe(7);
  });

  it("is left without a trace by `make teardown`", async () => {
    expect((await clone.make("teardown")).status).toBe(0);
    expect(existsSync(clone.workspace.path("links/canary"))).toBe(false);
    expect(leftBehind(before, await snapshot())).toEqual({});
    expect(clone.git("status", "--porcelain")).toBe("");
  });
});
