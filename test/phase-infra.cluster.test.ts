import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { runResultSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

const root = join(import.meta.dirname, "..");
const cluster = `${inject("clusterPrefix")}-infra`;

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

let workspace: Workspace;

/** The state of the clusters is the workspace's own; what was built, and where Go is, is the machine's. */
function environment(): Record<string, string | undefined> {
  const { XDG_CACHE_HOME, HOME, PATH, GOPROXY, GOFLAGS, GOMODCACHE } = process.env;
  return {
    XDG_CACHE_HOME,
    HOME,
    PATH,
    GOPROXY,
    GOFLAGS,
    GOMODCACHE,
    CANARY_CLUSTER: cluster,
    CANARY_NAME: cluster,
  };
}

function canary(argv: readonly string[], onStart?: Parameters<typeof runCanary>[2]): Promise<CanaryRun> {
  return runCanary(workspace, argv, { env: environment(), ...onStart });
}

async function runPhase(argv: readonly string[] = []): Promise<{
  run: CanaryRun;
  outcomes: Record<string, string>;
  result: ReturnType<typeof runResultSchema.parse>;
}> {
  const run = await canary(["run", "phase", "infra", "--yes", "-o", "json", ...argv]);
  const result = runResultSchema.parse(JSON.parse(run.stdout));
  return {
    run,
    result,
    outcomes: Object.fromEntries(result.results.map(({ task, outcome }) => [task, outcome])),
  };
}

describe.skipIf(inject("clusterObstacle") !== null)("canary run phase infra on a real cluster", () => {
  beforeAll(async () => {
    workspace = createWorkspace();
    const parts = [
      "canary.yaml",
      "PRD.md",
      "argocd",
      "playbooks",
      "scripts/ingress-certificate.sh",
      "infra/terraform",
      "infra/platform",
      "k8s",
    ];
    for (const part of parts) {
      cpSync(join(root, part), workspace.path(part), {
        recursive: true,
        filter: (path) => !path.includes(".terraform"),
      });
    }
    for (const argv of [
      ["init", "-q"],
      ["add", "-A"],
      ["commit", "-qm", "the platform"],
    ]) {
      const person = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
      execFileSync("git", [...person, ...argv], { cwd: workspace.directory, stdio: "ignore" });
    }
    await canary(["parse", "PRD.md"]);
  });
  afterAll(async () => {
    await canary(["cluster", "down"]);
    workspace.remove();
  });

  it("makes the cluster, installs the controller, proves a rollout, and keeps the evidence", async () => {
    const { run, result } = await runPhase();
    expect(run.stderr).not.toContain("error");
    expect(run.exitCode).toBe(0);
    expect(result).toMatchObject({ success: true, tasksCompleted: TASKS.length, tasksFailed: 0 });
    expect(result.results.map(({ task }) => task)).toEqual(TASKS);
    const proof = result.results.at(-1);
    expect(proof?.outcome).toBe("changed");
    expect(proof?.evidence.map(({ excerpt }) => excerpt).join("\n")).toContain("second");
    const { task, history } = JSON.parse(
      (await canary(["tasks", "show", "infra-proof", "-o", "json"])).stdout,
    );
    expect(task.status).toBe("completed");
    expect(history.some((event: { evidence?: unknown }) => event.evidence !== undefined)).toBe(true);
  });

  it("writes a journal and a log for every attempt", () => {
    const [runFolder = ""] = readdirSync(workspace.path(".canary/runs"));
    const journal = workspace
      .read(join(".canary/runs", runFolder, "journal.ndjson"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(journal.at(0).type).toBe("run_started");
    expect(journal.at(-1).type).toBe("run_finished");
    expect(readdirSync(workspace.path(".canary/runs", runFolder, "logs")).length).toBeGreaterThan(
      TASKS.length,
    );
  });

  it("reports all ok and 0 changed the second time", async () => {
    const { result, outcomes } = await runPhase();
    expect(Object.values(outcomes)).toEqual(TASKS.map(() => "ok"));
    expect(result.success).toBe(true);
  });

  it("sees that a cluster died although Terraform's state has it, and rebuilds it", async () => {
    const { stdout } = await canary(["cluster", "status", "-o", "json"]);
    const { stateDirectory } = JSON.parse(stdout);
    const { pid } = JSON.parse(readFileSync(join(stateDirectory, "cluster.json"), "utf8")).node;
    process.kill(pid, "SIGKILL");
    const { outcomes } = await runPhase();
    expect(outcomes).toEqual({
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
  });

  it("fails with the command, its last lines and a hint, blocks the rest, and continues there once mended", async () => {
    const manifest = workspace.path("k8s/namespaces/podinfo.yaml");
    const good = readFileSync(manifest, "utf8");
    writeFileSync(manifest, good.replace("kind: Namespace", "kind: Namespaze"));
    const broken = await runPhase();
    expect(broken.run.exitCode).toBe(1);
    expect(broken.outcomes).toEqual({
      "infra-host": "ok",
      "infra-cluster": "ok",
      "infra-namespaces": "failed",
      "infra-argocd": "blocked",
      "infra-git": "blocked",
      "infra-rollouts": "blocked",
      "infra-platform": "blocked",
      "infra-proof": "blocked",
    });
    const failed = broken.result.results.find(({ outcome }) => outcome === "failed");
    expect(failed?.error?.command?.join(" ")).toContain("kubectl");
    expect(failed?.error?.hint).not.toBe("");
    expect(failed?.output).toContain("Namespaze");
    writeFileSync(manifest, good);
    const mended = await runPhase();
    expect(mended.result.success).toBe(true);
  });

  it("ends with 130 on Ctrl-C, and nothing is left running", async () => {
    await canary(["cluster", "down"]);
    let isSignalled = false;
    const run = await canary(["run", "phase", "infra", "-o", "jsonl"], {
      onStart: (child) =>
        child.stdout?.on("data", (chunk: Buffer) => {
          if (isSignalled || !chunk.toString().includes('"tool":"terraform"')) return;
          isSignalled = true;
          child.kill("SIGINT");
        }),
    });
    expect(isSignalled).toBe(true);
    expect(run.exitCode).toBe(130);
    const events = run.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.filter(({ type }) => type === "process_started")).not.toEqual([]);
    expect(processesAbout(workspace.directory)).toEqual([]);
    expect(processesAbout(cluster)).toEqual([]);
  });

  it("a start of the cluster that is interrupted ends with 130 and without a cluster", async () => {
    const run = await canary(["cluster", "up"], {
      onStart: (child) =>
        child.stderr?.on("data", (chunk: Buffer) => {
          if (chunk.toString().includes("wait for the API server")) child.kill("SIGINT");
        }),
    });
    expect(run.stderr).toContain("CANARY_RUN_INTERRUPTED");
    expect(run.stderr).not.toContain("CANARY_BUG");
    expect(run.exitCode).toBe(130);
    expect(processesAbout(cluster)).toEqual([]);
    expect((await canary(["cluster", "status"])).exitCode).toBe(7);
  });

  it("continues after an interruption", async () => {
    expect((await runPhase()).result.success).toBe(true);
  });
});

/** Command lines of living processes that name this text. */
function processesAbout(text: string): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .map((pid) => commandOf(pid))
    .filter((command) => command.includes(text));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
