import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { approvalSchema, runListSchema, runResultSchema, runSchema } from "@canary/core/schemas";
import { runEventLineSchema } from "@canary/task-master/schemas";
import { runCanary } from "@canary/testkit";
import type { CanaryRun, RunCanaryOptions } from "@canary/testkit";
import { prepareOnce, workspace } from "./support/prepared-project.ts";

const PRD = `# Plan

## Phase 1: Ship

- [ ] Build it {#build}
- [ ] Promote it {#promote}
- [ ] Announce it {#announce}
`;
const CONFIG = `apiVersion: canary.dev/v1
environment: dev
environments:
  dev: { cluster: none-here }
  prod: { cluster: none-here, protected: true }
`;
const PLAYBOOK = `apiVersion: canary.dev/v1
kind: Playbook
tasks:
  build: { run: [{ command: { argv: [sh, -c, "echo building; echo build >> calls"] } }] }
  promote: { run: [{ approve: { message: Promote to everybody? } }, { command: { argv: [sh, -c, "echo promote >> calls"] } }] }
  announce: { run: [{ command: { argv: [sh, -c, "echo announce >> calls; test -e fine || { printf 'so %s\\\\n' wrong >&2; exit 4; }"] } }] }
`;

prepareOnce({
  files: { "PRD.md": PRD, "canary.yaml": CONFIG, "playbooks/ship.yaml": PLAYBOOK },
});

function canary(argv: readonly string[], options?: RunCanaryOptions): Promise<CanaryRun> {
  return runCanary(workspace, argv, options);
}

function lastRun(): string {
  const names = readdirSync(workspace.path(".canary/runs")).filter((name) => /^[0-9A-Z]{26}$/.test(name));
  return names.toSorted().at(-1) ?? "";
}

/** How long each part of the last run took. */
function partsMs(): number[] {
  return workspace
    .read(`.canary/runs/${lastRun()}/journal.ndjson`)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string; durationMs: number })
    .filter(({ type }) => type === "run_finished")
    .map(({ durationMs }) => durationMs);
}

const calls = (): string[] => (workspace.has("calls") ? workspace.read("calls").trim().split("\n") : []);

describe("a gate", () => {
  it("ends the run with 3, says who can open it, and the run goes on from there", async () => {
    workspace.write("fine", "");
    const first = await canary(["run", "all"]);
    expect(first.exitCode).toBe(3);
    expect(first.stdout).toContain(`canary approve ${lastRun()} promote --by NAME`);
    expect((await canary(["run", "--resume"])).exitCode).toBe(3);
    const approved = await canary([
      "approve",
      lastRun(),
      "promote",
      "--by",
      "ann",
      "--reason",
      "green",
      "--json",
    ]);
    expect(approvalSchema.parse(JSON.parse(approved.stdout))).toMatchObject({ by: "ann", step: "run-1" });
    const second = await canary(["run", "--resume"]);
    expect([second.exitCode, calls()]).toEqual([0, ["build", "promote", "announce"]]);
    const { durationMs } = runSchema.parse(JSON.parse((await canary(["runs", "show", "--json"])).stdout));
    expect(durationMs).toBe(partsMs().reduce((sum, part) => sum + part, 0));
    expect((await canary(["run", "--resume"])).stderr).toContain("No run waits to be resumed");
  });

  it("does not open by --yes, nor without a name", async () => {
    expect((await canary(["run", "all", "--yes"])).exitCode).toBe(3);
    const unnamed = await canary(["approve", lastRun(), "promote"]);
    expect([unnamed.exitCode, unnamed.stderr.includes("--by NAME")]).toEqual([2, true]);
  });

  it("of a protected environment is in the plan, with the context that it needs", async () => {
    const { stdout } = await canary(["plan", "--env", "prod"]);
    expect(stdout).toContain(
      "environment prod, context canary-none-here, protected: a run asks before it changes anything",
    );
  });

  it("of a protected environment opens once for all of the run", async () => {
    workspace.write("fine", "");
    const first = await canary(["run", "all", "--env", "prod"]);
    expect([first.exitCode, calls()]).toEqual([3, []]);
    expect(first.stdout).toContain('"prod" is protected');
    await canary(["approve", lastRun(), "build", "--by", "ann"]);
    expect((await canary(["run", "--resume"])).exitCode).toBe(3);
    expect(calls()).toEqual(["build"]);
    await canary(["approve", lastRun().slice(-8), "promote", "--by", "ann"]);
    expect((await canary(["run", `--resume=${lastRun()}`])).exitCode).toBe(0);
    expect(calls()).toEqual(["build", "promote", "announce"]);
  });
});

describe("runs", () => {
  it("are listed and shown with outcomes, attempts and approvals, as the schemas say", async () => {
    await canary(["run", "all"]);
    const list = runListSchema.parse(JSON.parse((await canary(["runs", "list", "--json"])).stdout));
    expect(list.runs).toMatchObject([
      { run: lastRun(), status: "waiting", outcomes: { changed: 1, waiting: 1, blocked: 1 }, exitCode: 3 },
    ]);
    const shown = runSchema.parse(JSON.parse((await canary(["runs", "show", "--json"])).stdout));
    expect(shown.waitingFor).toEqual([{ task: "promote", step: "run-1", message: "Promote to everybody?" }]);
    expect(shown.results[0]?.attempts).toMatchObject([{ step: "run-1", attempt: 1, outcome: "passed" }]);
    expect((await canary(["runs", "show"])).stdout).toContain("canary run --resume");
  });

  it("print their logs, all or a task's", async () => {
    await canary(["run", "task", "build", "announce", "--keep-going"]);
    const all = await canary(["runs", "logs"]);
    expect(all.stdout).toContain("==> build · run-1, attempt 1 <==\n");
    expect(all.stdout).toContain("\nso wrong\n# exit code 4\n");
    const one = await canary(["runs", "logs", lastRun(), "build"]);
    expect(one.stdout).toBe(
      "==> build · run-1, attempt 1 <==\n$ sh -c 'echo building; echo build >> calls'\nbuilding\n# exit code 0\n",
    );
    const none = await canary(["runs", "logs", lastRun(), "promote"]);
    expect([none.stdout, none.stderr]).toEqual(["", "Nothing of this was begun, so nothing was printed.\n"]);
  });

  it("can be followed until they end", async () => {
    workspace.write(
      "playbooks/ship.yaml",
      PLAYBOOK.replace("echo building;", "echo building; until test -e go; do sleep 0.05; done; echo built;"),
    );
    let follower: Promise<CanaryRun> | undefined;
    const running = canary(["run", "task", "build"]);
    while (!workspace.has(".canary/runs") || lastRun() === "")
      await new Promise((next) => setTimeout(next, 20));
    follower = canary(["runs", "logs", "-f"], {
      onStart: (child) => child.stdout?.once("data", () => workspace.write("go", "")),
    });
    expect((await running).exitCode).toBe(0);
    const { exitCode, stdout } = await follower;
    expect([exitCode, stdout.includes("building\nbuilt\n# exit code 0\n")]).toEqual([0, true]);
  });

  it("that are not there are refused with 2", async () => {
    expect((await canary(["runs", "show"])).exitCode).toBe(2);
    expect((await canary(["run", "--resume"])).exitCode).toBe(2);
  });

  it("go on by --resume RUN and by CANARY_RESUME, and not with another choice beside it", async () => {
    await canary(["run", "task", "promote"]);
    const run = lastRun();
    const env = { CANARY_RESUME: "1", CANARY_ENV: "dev" };
    const ends = [await canary(["run", "--resume", run.slice(-8)]), await canary(["run"], { env })];
    expect([...ends.map(({ exitCode }) => exitCode), lastRun()]).toEqual([3, 3, run]);
    const refused = await canary(["run", `--resume=${run}`, "all", "--ready"]);
    expect([refused.exitCode, refused.stderr.includes("found all --ready as well")]).toEqual([2, true]);
  });
});

describe("what a run tells", () => {
  it("shows the log of what failed last, once, and the next command", async () => {
    const { stdout, exitCode } = await canary(["run", "task", "build", "announce"]);
    expect(exitCode).toBe(1);
    expect(stdout.match(/so wrong/g)).toHaveLength(1);
    expect(stdout.trimEnd().split("\n").at(-1)).toContain(`canary run --resume ${lastRun()}`);
  });

  it("streams each event as a line of the published schema with -o jsonl", async () => {
    const { stdout } = await canary(["run", "task", "build", "-o", "jsonl"]);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => {
        const event = runEventLineSchema.parse(JSON.parse(line));
        expect(event, "the schema names every field").toEqual(JSON.parse(line));
        return event;
      });
    expect(events.at(0)?.type).toBe("run_started");
    expect(events.some(({ type }) => type === "step_output")).toBe(true);
    expect(events.at(-1)?.type).toBe("run_finished");
  });

  it("is written as JUnit and JSON, and told to GitHub Actions", async () => {
    const run = await canary(
      ["run", "task", "build", "announce", "--report", "junit=out/run.xml", "--report", "json=out/run.json"],
      { env: { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: workspace.path("summary.md") } },
    );
    expect(run.stderr).toContain("::error file=PRD.md,line=7,title=announce failed::");
    expect(workspace.read("summary.md")).toContain("| failed | announce | Announce it |");
    expect(workspace.read("out/run.xml")).toContain('<testsuites name="canary run" tests="2" failures="1"');
    expect(runResultSchema.parse(JSON.parse(workspace.read("out/run.json"))).success).toBe(false);
  });

  it("refuses an unknown report before anything runs", async () => {
    expect((await canary(["run", "all", "--report", "html=x"])).exitCode).toBe(2);
    expect(calls()).toEqual([]);
  });
});

describe("the time of a run", () => {
  it("ends it with 5, and nothing is left", async () => {
    workspace.write(
      "playbooks/ship.yaml",
      PLAYBOOK.replace("echo building;", () => "echo $$ > pid; exec sleep 600;"),
    );
    const { exitCode, stderr, stdout } = await canary([
      "run",
      "task",
      "build",
      "--timeout",
      "5s",
      "-o",
      "json",
    ]);
    expect(exitCode).toBe(5);
    expect(runResultSchema.parse(JSON.parse(stdout)).results).toMatchObject([
      {
        outcome: "timed_out",
        error: {
          code: "CANARY_TOOL_TIMED_OUT",
          message: "Ended before it was done: the time limit of the run (--timeout, 5 s) was reached",
        },
      },
    ]);
    expect(stderr).toContain("The time of the run (5.0 s) is up.\nNothing new is started. Waiting for sh");
    expect(() => process.kill(Number(workspace.read("pid")), 0)).toThrow(/ESRCH/);
  });

  it("must be a time", async () => {
    expect((await canary(["run", "all", "--timeout", "soon"])).exitCode).toBe(2);
  });
});
