import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PrdTask } from "@canary/core";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listRuns, readRun } from "../src/index.ts";
import type { FinishedRun } from "../src/index.ts";
import { isGroupAlive } from "../src/process/process-group.ts";
import { readEvents } from "../src/run/read-run.ts";
import { outcomes, task, until } from "./fixture.ts";

const programs = mkdtempSync(join(tmpdir(), "canary-test-"));
const program = join(programs, "run.mjs");
/** How often the run is killed, each time at another event. */
const KILLS = Number(process.env.CANARY_TEST_KILLS ?? 3);
let workspace: Workspace;

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, "program/run-program.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@canary/source"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
});
afterAll(() => rmSync(programs, { recursive: true }));
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => {
  const left = groups().filter(isGroupAlive);
  workspace.remove();
  if (left.length > 0) throw new Error(`these process groups are left: ${left.join(", ")}`);
});

interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<{ exitCode: number | null; run: FinishedRun | null }>;
}

function start(resume = "", isDetached = false): Program {
  const child = spawn(process.execPath, [program, workspace.directory, resume], {
    env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` },
    stdio: ["ignore", "pipe", "inherit"],
    detached: isDetached,
  });
  let stdout = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  const ended = new Promise<Awaited<Program["ended"]>>((resolve) => {
    child.once("close", (exitCode) =>
      resolve({ exitCode, run: stdout === "" ? null : (JSON.parse(stdout) as FinishedRun) }),
    );
  });
  return { child, ended };
}

function write(tasks: PrdTask[], entries: string): void {
  workspace.write("tasks.json", JSON.stringify(tasks));
  workspace.write(
    "playbook.yaml",
    `apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n${entries.replace(/^\n/, "")}`,
  );
}

function runs(): string {
  return workspace.path(".canary/runs");
}

function groups(): number[] {
  return listRuns(runs())
    .flatMap((run) => readEvents(join(runs(), run, "journal.ndjson")))
    .flatMap((event) => (event.type === "process_started" ? [event.pid] : []));
}

function lines(file: string): string[] {
  return workspace.has(file) ? workspace.read(file).trim().split("\n") : [];
}

function journalLines(): number {
  const [run = ""] = listRuns(runs());
  return run === "" ? 0 : lines(`.canary/runs/${run}/journal.ndjson`).length;
}

/** The logs of run steps whose process ended while canary lived, and that do not hold all that it printed. */
function incompleteLogs(): string[] {
  const events = listRuns(runs()).flatMap((run) => readEvents(join(runs(), run, "journal.ndjson")));
  const ended = new Set(events.flatMap((event) => (event.type === "process_ended" ? [event.process] : [])));
  return events
    .flatMap((event) => (event.type === "process_starting" && event.step === "run-1" ? [event] : []))
    .filter(({ process }) => ended.has(process))
    .map(({ run, task, attempt }) => join(runs(), run, "logs", `${task}.run-1.${attempt}.log`))
    .filter((log) => !readFileSync(log, "utf8").endsWith("line 4\nline 5\n# exit code 0\n"));
}

async function kill({ child, ended }: Program): Promise<void> {
  child.kill("SIGKILL");
  await ended;
}

describe("real signals", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s ends the program with %i and nothing is left", async (signal, exitCode) => {
    write([task("a")], `  a: {run: [{command: {argv: [sh, -c, "touch started; sleep 600"]}}]}\n`);
    const program = start();
    await until(() => workspace.has("started"));
    program.child.kill(signal);
    const { run, ...end } = await program.ended;
    expect(end.exitCode).toBe(exitCode);
    expect(run === null ? {} : outcomes(run)).toEqual({ a: "interrupted" });
  });
});

test("Ctrl-C of a terminal, a signal to the whole group, reaches each child once", async () => {
  const trap = "trap 'echo INT >> signals; exit 1' INT; touch started; while :; do sleep 0.05; done";
  write([task("a")], `  a: {run: [{command: {argv: [sh, -c, ${JSON.stringify(trap)}]}}]}\n`);
  const { child, ended } = start("", true);
  await until(() => workspace.has("started"));
  process.kill(-(child.pid ?? 0), "SIGINT");
  expect((await ended).exitCode).toBe(130);
  expect(lines("signals")).toEqual(["INT"]);
});

describe("after kill -9", () => {
  test("what is done is not done again, orphans are ended, and the run goes on", async () => {
    write(
      [task("a"), task("b"), task("c")],
      `
  a: {run: [{command: {argv: [sh, -c, "echo a >> calls"]}}]}
  b: {run: [{command: {argv: [sh, -c, "echo b1 >> calls"]}}, {command: {argv: [sh, -c, "echo $$ > pid; echo b2 >> calls; test -e again || sleep 600"]}}]}
  c: {run: [{command: {argv: [sh, -c, "echo c >> calls"]}}]}
`,
    );
    const first = start();
    await until(() => lines("calls").includes("b2"));
    await kill(first);
    const orphan = Number(workspace.read("pid"));
    expect(isGroupAlive(orphan)).toBe(true);
    workspace.write("again", "");
    const [run = ""] = listRuns(runs());
    const second = await start(run).ended;
    expect(second.exitCode).toBe(0);
    expect(isGroupAlive(orphan)).toBe(false);
    expect(second.run === null ? {} : outcomes(second.run)).toEqual({
      a: "changed",
      b: "changed",
      c: "changed",
    });
    expect(lines("calls")).toEqual(["a", "b1", "b2", "b2", "c"]);
    const orphans = readEvents(join(runs(), run, "journal.ndjson")).filter(
      ({ type }) => type === "orphan_found",
    );
    expect(orphans).toMatchObject([{ tool: "sh", action: "ended" }]);
  });

  test("a living terraform is waited for, and its output is in its log, masked", async () => {
    workspace.writeTool(
      "terraform",
      '#!/bin/sh\ntest "$2" = init && exit 0\necho working; touch started; until test -e go; do sleep 0.05; done; echo "token hush-hush-hush"; echo finished; touch done; exit 0\n',
    );
    write([task("a")], `  a: {run: [{terraform: {root: ., command: apply}}]}\n`);
    const first = start();
    await until(() => workspace.has("started"));
    await kill(first);
    const [died = ""] = listRuns(runs());
    const second = start();
    await until(() =>
      listRuns(runs())
        .flatMap((run) => readEvents(join(runs(), run, "journal.ndjson")))
        .some((event) => event.type === "orphan_found" && event.action === "awaited"),
    );
    workspace.write("go", "");
    expect((await second.ended).exitCode).toBe(0);
    const log = workspace.read(`.canary/runs/${died}/logs/a.run-1.1.log`);
    expect(log.slice(log.lastIndexOf("$ "))).toMatch(
      /^\$ terraform .* plan .*\nworking\ntoken \*\*\*\nfinished\n$/,
    );
    expect(readdirSync(join(runs(), died, "logs"))).toEqual(["a.run-1.1.log"]);
  });

  test("what a program printed without ending its line is in its log, masked", async () => {
    const said = "printf 'whole\\nhalf of hush-hush-hush'; printf 'and an err' >&2; touch started; sleep 600";
    write([task("a")], `  a: {run: [{command: {argv: [sh, -c, ${JSON.stringify(said)}]}}]}\n`);
    const first = start();
    const logs = (): string => join(runs(), listRuns(runs())[0] ?? "", "logs");
    const kept = ["a.run-1.1.log.private.stderr", "a.run-1.1.log.private.stdout"];
    const sizeOf = (name: string): number =>
      statSync(join(logs(), name), { throwIfNoEntry: false })?.size ?? 0;
    await until(() => kept.every((name) => sizeOf(name) > 0));
    expect(readFileSync(join(logs(), "a.run-1.1.log"), "utf8")).toMatch(/\nwhole\n$/);
    expect(statSync(join(logs(), kept[0] ?? "")).mode & 0o777).toBe(0o600);
    await kill(first);
    const [died = ""] = listRuns(runs());
    workspace.write(
      "playbook.yaml",
      "apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n  a: {run: [{command: {argv: ['true']}}]}\n",
    );
    expect((await start().ended).exitCode).toBe(0);
    const directory = join(runs(), died, "logs");
    expect(readFileSync(join(directory, "a.run-1.1.log"), "utf8")).toMatch(
      /\nwhole\nand an err\nhalf of \*\*\*\n$/,
    );
    expect(readdirSync(directory)).toEqual(["a.run-1.1.log"]);
  });

  test(
    "at any moment, the journal is readable, the log is complete and a resumed run ends well",
    async () => {
      const ids = ["a", "b", "c", "d"];
      write(
        ids.map((id, index) => task(id, { after: ids.slice(Math.max(0, index - 1), index) })),
        ids
          .map(
            (id) => `
  ${id}:
    check: [{command: {argv: [test, -f, done-${id}]}}]
    run:
      - command: {argv: [sh, -c, "for i in 1 2 3 4 5; do echo line $i | tee -a said-${id}; done; echo ${id} >> calls; touch done-${id}"]}
    verify: [{command: {argv: [test, -f, done-${id}]}}]
`,
          )
          .join(""),
      );
      for (let round = 0; round < KILLS; round += 1) {
        for (const name of [
          ".canary",
          "ledger",
          "calls",
          ...ids.flatMap((id) => [`done-${id}`, `said-${id}`]),
        ]) {
          rmSync(workspace.path(name), { recursive: true, force: true });
        }
        const first = start();
        const events = randomInt(0, 40);
        await Promise.race([first.ended, until(() => journalLines() >= events)]);
        await kill(first);
        const [run] = listRuns(runs());
        const { exitCode, run: result } = await start(run).ended;
        expect(exitCode).toBe(0);
        expect(result?.results.map(({ success }) => success)).toEqual([true, true, true, true]);
        const record = readRun(runs(), listRuns(runs()).at(-1) ?? "");
        expect([...record.results.keys()].sort()).toEqual(ids);
        expect(record.isClosed).toBe(true);
        expect(incompleteLogs()).toEqual([]);
        const statuses = new Map(lines("ledger").map((line) => line.split(" ") as [string, string]));
        expect([...statuses.values()]).toEqual(ids.map(() => "completed"));
      }
    },
    120_000 + KILLS * 5_000,
  );
});

describe("two runs at once", () => {
  test("the second exits with 6 and names the first", async () => {
    write(
      [task("a")],
      `  a: {resources: [cluster], run: [{command: {argv: [sh, -c, "touch started; until test -e go; do sleep 0.05; done"]}}]}\n`,
    );
    const first = start();
    await until(() => workspace.has("started"));
    const second = await start().ended;
    expect(second.exitCode).toBe(6);
    expect(second.run?.results[0]?.error).toMatchObject({ code: "CANARY_RUN_LOCKED" });
    expect(second.run?.results[0]?.error?.message).toContain(listRuns(runs())[0]);
    workspace.write("go", "");
    expect((await first.ended).exitCode).toBe(0);
    expect((await start().ended).exitCode).toBe(0);
  });
});
