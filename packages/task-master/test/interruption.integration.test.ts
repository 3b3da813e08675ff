import { afterEach, expect, test } from "vitest";
import { isGroupAlive } from "../src/process/process-group.ts";
import { outcomes, Stage, task, until } from "./fixture.ts";

let stage: Stage;
afterEach(() => stage.remove());

/** Counts the signals that it gets and ends a moment after the first, unless it is told to ignore them. */
const PATIENT = `#!${process.execPath}
const { appendFileSync } = require("node:fs");
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    appendFileSync("signals", signal + "\\n");
    if (process.argv[2] !== "stubborn") setTimeout(() => process.exit(5), 150);
  });
}
appendFileSync("started", "x\\n");
setInterval(() => {}, 1000);
`;

function interruptible(tool: string, words = ""): Stage {
  stage = new Stage(
    [task("a"), task("b")],
    `  a: { run: [{command: {argv: [${tool}${words}]}}] }\n  b: { run: [{command: {argv: [touch, b]}}] }\n`,
  );
  stage.workspace.writeTool(tool, PATIENT);
  return stage;
}

function groups(): number[] {
  return stage.events.flatMap((event) => (event.type === "process_started" ? [event.pid] : []));
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)(
  "%s reaches the child once, its end is awaited, and the exit code is %i",
  async (signal, exitCode) => {
    interruptible("patient");
    const ended = stage.run();
    await until(() => stage.workspace.has("started"));
    stage.interrupt(signal);
    stage.interrupt(signal);
    stage.interrupt("SIGINT");
    const run = await ended;
    expect(stage.lines("signals")).toEqual([signal]);
    expect(run.exitCode).toBe(exitCode);
    expect(run.success).toBe(false);
    expect(outcomes(run)).toEqual({ a: "interrupted", b: "cancelled" });
    expect(groups().filter(isGroupAlive)).toEqual([]);
    expect(stage.workspace.has("b")).toBe(false);
    expect(stage.ledger.statuses()).toEqual({ a: "pending", b: "pending" });
  },
);

test("a further signal is not forwarded but says what the run waits for", async () => {
  interruptible("patient");
  const ended = stage.run();
  await until(() => stage.workspace.has("started"));
  stage.interrupt("SIGINT");
  stage.interrupt("SIGINT");
  await ended;
  const told = stage.events.filter((event) => event.type === "run_interrupted");
  expect(told).toMatchObject([{ isRepeated: false }, { isRepeated: true }]);
  expect(told[1]?.waitingFor[0]).toMatch(/^patient \(process \d+\)$/);
});

test("a tool that does not listen is killed after its grace, and nothing of it is left", async () => {
  interruptible("kubectl", ", stubborn");
  const ended = stage.run();
  await until(() => stage.workspace.has("started"));
  stage.interrupt("SIGTERM");
  expect(outcomes(await ended)).toEqual({ a: "interrupted", b: "cancelled" });
  expect(stage.lines("signals")).toEqual(["SIGTERM"]);
  expect(groups().filter(isGroupAlive)).toEqual([]);
});

test("a tool that owns state gets SIGTERM for a hang-up and is waited for", async () => {
  interruptible("terraform");
  const ended = stage.run();
  await until(() => stage.workspace.has("started"));
  stage.interrupt("SIGHUP");
  expect((await ended).exitCode).toBe(129);
  expect(stage.lines("signals")).toEqual(["SIGTERM"]);
});

test("what the leader leaves behind in its group is ended with the step", async () => {
  stage = new Stage(
    [task("a")],
    `  a: { run: [{command: {argv: [sh, -c, "sleep 600 & echo $! > child; exit 0"]}}] }\n`,
  );
  const run = await stage.run();
  expect(outcomes(run)).toEqual({ a: "changed" });
  expect(groups().filter(isGroupAlive)).toEqual([]);
});

test("a grandchild that holds the group is ended by the same one signal", async () => {
  stage = new Stage(
    [task("a")],
    `  a: { run: [{command: {argv: [sh, -c, "sleep 600 & touch started; wait"]}}] }\n`,
  );
  const ended = stage.run();
  await until(() => stage.workspace.has("started"));
  stage.interrupt("SIGTERM");
  expect(outcomes(await ended)).toEqual({ a: "interrupted" });
  expect(groups().filter(isGroupAlive)).toEqual([]);
});

test("a step that takes too long is ended and the task is timed out, with exit code 5", async () => {
  // A shell: it listens a moment after its start, also on a busy machine.
  const script = "trap 'echo SIGINT >> signals; exit 5' INT; while :; do sleep 0.05; done";
  stage = new Stage([task("a")], `  a: { run: [{timeout: 3s, command: {argv: [sh, -c, "${script}"]}}] }\n`);
  const run = await stage.run();
  expect(outcomes(run)).toEqual({ a: "timed_out" });
  expect(run.exitCode).toBe(5);
  expect(stage.lines("signals")).toEqual(["SIGINT"]);
  expect(run.results[0]?.error).toMatchObject({ code: "CANARY_TOOL_TIMED_OUT" });
});

test("a task's timeout bounds all of its steps", async () => {
  stage = new Stage(
    [task("a")],
    `  a: { timeout: 400ms, run: [{command: {argv: [sleep, "0.1"]}}, {command: {argv: [sleep, "600"]}}] }\n`,
  );
  expect(outcomes(await stage.run())).toEqual({ a: "timed_out" });
});

test("an interruption ends the pause before a retry and no further attempt begins", async () => {
  stage = new Stage(
    [task("a")],
    `  a: { retry: {attempts: 9, delay: 10m, maxDelay: 10m}, run: [{command: {argv: [busy]}}] }\n`,
  );
  stage.workspace.writeTool(
    "busy",
    '#!/bin/sh\necho x >> calls\necho "dial tcp: connection refused; Retry-After: 600" >&2\nexit 1\n',
  );
  const ended = stage.run();
  await until(() => stage.events.some(({ type }) => type === "step_retried"));
  stage.interrupt("SIGINT");
  expect(outcomes(await ended)).toEqual({ a: "interrupted" });
  expect(stage.lines("calls")).toHaveLength(1);
});
