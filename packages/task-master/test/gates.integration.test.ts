import { afterEach, expect, test } from "vitest";
import { approveRun, resumeRun } from "../src/index.ts";
import { outcomes, Stage, task } from "./fixture.ts";

let stage: Stage;
afterEach(() => stage.remove());

const ENTRIES = `
  a:
    run:
      - command: {argv: [sh, -c, "echo before >> calls"]}
      - approve: {message: Promote to production?}
      - command: {argv: [sh, -c, "echo after >> calls"]}
`;

function gated(): Stage {
  stage = new Stage(
    [task("a"), task("b")],
    `${ENTRIES}  b: {run: [{command: {argv: [sh, -c, "echo b >> calls"]}}]}\n`,
  );
  return stage;
}

function approve(run: string, validForMs?: number): void {
  const options = {
    runsDirectory: stage.workspace.path(".canary/runs"),
    run,
    task: "a",
    by: "ann",
    reason: "all green",
    clock: Date,
  };
  approveRun(validForMs === undefined ? options : { ...options, validForMs });
}

test("a run waits at an approve step, and goes on from there when somebody approved", async () => {
  gated();
  const first = await stage.run();
  expect(outcomes(first)).toEqual({ a: "waiting", b: "blocked" });
  expect(first.exitCode).toBe(3);
  expect(first.results[0]?.error?.message).toContain("Promote to production?");
  const unapproved = await resumeRun(first.run, stage.deps());
  expect(unapproved.exitCode).toBe(3);
  approve(first.run);
  const second = await resumeRun(first.run, stage.deps());
  expect(outcomes(second)).toEqual({ a: "changed", b: "changed" });
  expect(second.run).toBe(first.run);
  expect(stage.lines("calls")).toEqual(["before", "after", "b"]);
});

test("an approval that has expired does not count", async () => {
  gated();
  const { run } = await stage.run();
  approve(run, -1);
  expect((await resumeRun(run, stage.deps())).exitCode).toBe(3);
});

test("a person who is asked in place lets the run go on", async () => {
  gated();
  const run = await stage.run({
    ask: async ({ message }) => (message.includes("Promote") ? { by: "bob" } : null),
  });
  expect(outcomes(run)).toEqual({ a: "changed", b: "changed" });
});

test("a task that waits for nobody cannot be approved", async () => {
  stage = new Stage([task("a")], `  a: {run: [{command: {argv: ["true"]}}]}\n`);
  const { run } = await stage.run();
  expect(() => approve(run)).toThrow(/waits for no approval/);
});

test("an unknown run is refused with the nearest", async () => {
  gated();
  const { run } = await stage.run();
  await expect(resumeRun(`${run.slice(0, -1)}!`, stage.deps())).rejects.toMatchObject({
    code: "CANARY_VALUE_UNKNOWN",
    hint: `Nearest: ${run}`,
  });
});

test("a resumed run begins a failed task anew", async () => {
  stage = new Stage(
    [task("a")],
    `  a: {run: [{command: {argv: [sh, -c, "echo one >> calls"]}}, {command: {argv: [test, -e, repaired]}}]}\n`,
  );
  const first = await stage.run();
  expect(outcomes(first)).toEqual({ a: "failed" });
  stage.workspace.write("repaired", "");
  expect(outcomes(await resumeRun(first.run, stage.deps()))).toEqual({ a: "changed" });
  expect(stage.lines("calls")).toEqual(["one", "one"]);
});

test("a completed task that waits stays completed until somebody says yes", async () => {
  stage = new Stage(
    [task("a", { status: "completed" })],
    `  a: {run: [{approve: {message: Again?}}, {command: {argv: ["true"]}}]}\n`,
  );
  const { run, results } = await stage.run();
  expect(results[0]?.outcome).toBe("waiting");
  expect(stage.ledger.transitions).toEqual([]);
  approve(run);
  await resumeRun(run, stage.deps());
  expect(stage.ledger.statuses()).toEqual({ a: "completed" });
});
