import { afterEach, describe, expect, test } from "vitest";
import { readEstimates } from "../src/index.ts";
import { outcomes, Stage, task, until } from "./fixture.ts";

let stage: Stage;
afterEach(() => stage.remove());

/** Appends its arguments to `calls` and ends with the code in the file `exit-<first argument>`, else 0. */
const NOTE = `#!/bin/sh
echo "$@" >> calls
test -f "exit-$1" && exit "$(cat "exit-$1")"
exit 0
`;

function noteStage(tasks: Parameters<typeof task>[] | ReturnType<typeof task>[], entries: string): Stage {
  stage = new Stage(tasks as ReturnType<typeof task>[], entries);
  stage.workspace.writeTool("note", NOTE);
  return stage;
}

const THREE = `
  a: { run: [{command: {argv: [note, a]}}] }
  b: { run: [{command: {argv: [note, b]}}] }
  c: { run: [{command: {argv: [note, c]}}] }
`;

describe("order and outcomes", () => {
  test("tasks run after their dependencies, otherwise in document order, and complete in the ledger", async () => {
    noteStage([task("a", { after: ["c"] }), task("b"), task("c")], THREE);
    const run = await stage.run();
    expect(stage.lines("calls")).toEqual(["c", "a", "b"]);
    expect(run).toMatchObject({ success: true, exitCode: 0, tasksCompleted: 3, tasksFailed: 0 });
    expect(stage.ledger.statuses()).toEqual({ a: "completed", b: "completed", c: "completed" });
  });

  test("a task whose checks all pass is ok and its run steps are skipped", async () => {
    noteStage(
      [task("a")],
      `
  a:
    check: [{command: {argv: [note, check-1]}}, {command: {argv: [note, check-2]}}]
    run: [{command: {argv: [note, run]}}]
    verify: [{command: {argv: [note, verify]}}]
`,
    );
    expect(outcomes(await stage.run())).toEqual({ a: "ok" });
    expect(stage.lines("calls")).toEqual(["check-1", "check-2", "verify"]);
  });

  test("a task whose check fails runs, and is changed once its verify passes, with evidence", async () => {
    noteStage(
      [task("a")],
      `
  a:
    check: [{command: {argv: ["false"]}}]
    run: [{command: {argv: [note, run]}}]
    verify: [{command: {argv: [echo, all is well]}}]
`,
    );
    const [result] = (await stage.run()).results;
    expect(result).toMatchObject({ outcome: "changed", success: true });
    expect(result?.evidence).toMatchObject([
      { environment: "local", command: ["echo", "all is well"], exitCode: 0, excerpt: "all is well" },
    ]);
  });

  test("a task is not completed before its verify passes", async () => {
    noteStage(
      [task("a")],
      `
  a:
    run: [{command: {argv: [note, run]}}]
    verify: [{name: it is there, command: {argv: ["false"]}}]
`,
    );
    const run = await stage.run();
    expect(run).toMatchObject({ success: false, exitCode: 1, tasksFailed: 1 });
    expect(run.results[0]?.error).toMatchObject({
      code: "CANARY_TOOL_FAILED",
      command: ["false"],
      exitCode: 1,
    });
    expect(stage.ledger.statuses()).toEqual({ a: "failed" });
  });

  test("a step that says it changes nothing leaves the task ok", async () => {
    noteStage([task("a")], `  a: { run: [{changes: false, command: {argv: [note, a]}}] }\n`);
    expect(outcomes(await stage.run())).toEqual({ a: "ok" });
  });

  test("a failure blocks all that has not started, and a run after the repair continues from there", async () => {
    noteStage(
      [task("a"), task("b"), task("c")],
      `
  a: { check: [{command: {argv: [test, -f, done-a]}}], run: [{command: {argv: [touch, done-a]}}] }
  b: { run: [{command: {argv: [note, b]}}] }
  c: { run: [{command: {argv: [note, c]}}] }
`,
    );
    stage.workspace.write("exit-b", "7");
    const first = await stage.run();
    expect(outcomes(first)).toEqual({ a: "changed", b: "failed", c: "blocked" });
    expect(first.results[1]?.error).toMatchObject({ exitCode: 7, command: ["note", "b"] });
    expect(stage.ledger.statuses()).toEqual({ a: "completed", b: "failed", c: "pending" });
    stage.workspace.write("exit-b", "0");
    expect(outcomes(await stage.run())).toEqual({ a: "ok", b: "changed", c: "changed" });
  });

  test("a task without an entry waits for a person and ends the run with exit code 3", async () => {
    noteStage(
      [task("a"), task("by-hand", { details: ["Order the machine."] }), task("c")],
      `
  a: { run: [{command: {argv: [note, a]}}] }
  c: { run: [{command: {argv: [note, c]}}] }
`,
    );
    const run = await stage.run();
    expect(outcomes(run)).toEqual({ a: "changed", "by-hand": "waiting", c: "blocked" });
    expect(run.exitCode).toBe(3);
    expect(run.results[1]?.error?.message).toContain("Order the machine.");
  });

  test("with jobs, what runs is let finish after a failure and only then the run ends", async () => {
    noteStage(
      [task("slow"), task("bad"), task("late")],
      `
  slow: { run: [{command: {argv: [sh, -c, "until test -e go; do sleep 0.02; done; echo slow >> calls"]}}] }
  bad: { run: [{command: {argv: ["false"]}}] }
  late: { run: [{command: {argv: [note, late]}}] }
`,
    );
    const ended = stage.run({ jobs: 2 });
    await until(() =>
      stage.events.some((event) => event.type === "task_finished" && event.result.task === "bad"),
    );
    stage.workspace.write("go", "");
    expect(outcomes(await ended)).toEqual({
      slow: "changed",
      bad: "failed",
      late: "blocked",
    });
    expect(stage.lines("calls")).toEqual(["slow"]);
  });

  test("two tasks that share a resource never overlap, whatever jobs is", async () => {
    const step = `[{command: {argv: [sh, -c, "test -e held && echo overlap >> calls; touch held; sleep 0.1; rm held"]}}]`;
    noteStage(
      [task("a"), task("b"), task("c")],
      `
  a: { resources: [cluster], run: ${step} }
  b: { resources: [cluster], run: ${step} }
  c: { resources: [cluster], run: ${step} }
`,
    );
    expect((await stage.run({ jobs: 3 })).success).toBe(true);
    expect(stage.lines("calls")).toEqual([]);
  });
});

describe("missing programs", () => {
  test("a needed tool that is missing fails before anything is changed, with exit code 7", async () => {
    noteStage(
      [task("a"), task("b")],
      `
  a: { run: [{command: {argv: [note, a]}}] }
  b: { needs: [no-such-tool], run: [{command: {argv: [note, b]}}] }
`,
    );
    const run = await stage.run();
    expect(outcomes(run)).toEqual({ a: "blocked", b: "failed" });
    expect(run.exitCode).toBe(7);
    expect(run.results[1]?.error).toMatchObject({ code: "CANARY_TOOL_NOT_FOUND" });
    expect(run.results[1]?.error?.message).toContain("no-such-tool");
    expect(stage.lines("calls")).toEqual([]);
  });

  test("a step whose program is missing names it and is not tried again", async () => {
    noteStage([task("a")], `  a: { run: [{command: {argv: [no-such-tool, x]}}] }\n`);
    const run = await stage.run();
    expect(run.exitCode).toBe(7);
    expect(run.results[0]?.error?.message).toContain('"no-such-tool" was not found');
    expect(stage.events.filter(({ type }) => type === "step_started")).toHaveLength(1);
  });

  test("a tool of a tool directory goes before that of PATH", async () => {
    noteStage([task("a")], `  a: { run: [{command: {argv: [note, a]}}] }\n`);
    const own = stage.workspace.write("own/note", "#!/bin/sh\necho own >> calls\n");
    await import("node:fs").then((fs) => fs.chmodSync(own, 0o755));
    await stage.run({ toolDirectories: [stage.workspace.path("own")] });
    expect(stage.lines("calls")).toEqual(["own"]);
  });
});

describe("the children's environment", () => {
  test("is explicit: own KUBECONFIG, nothing of ours, no TF_CLI_ARGS, stdin closed", async () => {
    noteStage(
      [task("a")],
      `
  a:
    env: { OWN: "\${env.cluster}" }
    run: [{command: {argv: [sh, -c, "env > environment; cat > stdin"]}}]
`,
    );
    const { environment } = stage.deps();
    const more = { TF_CLI_ARGS: "-x", TF_CLI_ARGS_plan: "-y", KUBECONFIG: "/inherited" };
    await stage.run({ environment: { ...environment, ...more }, kubeconfig: "/own/kubeconfig" });
    const lines = stage
      .lines("environment")
      .filter((line) => !/^(?:PWD|SHLVL|_|OLDPWD|CANARY_PROCESS)=/.test(line));
    expect(lines.map((line) => line.replace(/^PATH=.*/, "PATH")).sort()).toEqual([
      "KUBECONFIG=/own/kubeconfig",
      "OWN=demo",
      "PATH",
    ]);
    expect(stage.workspace.read("stdin")).toBe("");
  });
});

describe("expectations", () => {
  test.each([
    ["{exitCode: 3}", "exit 3", "changed"],
    ["{exitCode: 3}", "exit 0", "failed"],
    ["{contains: needle}", "echo a needle here", "changed"],
    ["{contains: needle}", "echo needle >&2", "failed"],
    ["{equals: Healthy}", "echo Healthy", "changed"],
    ["{equals: Healthy}", "echo Healthy still", "failed"],
    ["{matches: '^v\\d+$'}", "echo x; echo v12", "changed"],
    ["{changed: {contains: made}}", "echo nothing new", "ok"],
    ["{changed: {contains: made}}", "echo made one", "changed"],
  ])("expect %s of `%s` gives %s", async (expectation, script, outcome) => {
    noteStage(
      [task("a")],
      `  a: { run: [{command: {argv: [sh, -c, "${script}"], expect: ${expectation}}}] }\n`,
    );
    expect(outcomes(await stage.run())).toEqual({ a: outcome });
  });
});

test("a run may wait for a resource that another holds", async () => {
  const entries = `
  a: { resources: [cluster], run: [{command: {argv: [sh, -c, "touch began; until test -e go; do sleep 0.02; done"]}}] }
  b: { resources: [cluster], run: [{command: {argv: [touch, b]}}] }
`;
  noteStage([task("a"), task("b")], entries);
  const first = stage.run({}, { select: ["a"] });
  await until(() => stage.workspace.has("began"));
  const second = stage.run({ lockTimeoutMs: 60_000 }, { select: ["b"] });
  await until(() => stage.events.some(({ type }) => type === "lock_awaited"));
  stage.workspace.write("go", "");
  expect(outcomes(await first)).toEqual({ a: "changed" });
  expect(outcomes(await second)).toEqual({ b: "changed" });
});

test("the history of runs gives an estimate for each task that was done", async () => {
  noteStage(
    [task("a"), task("b")],
    `  a: { run: [{command: {argv: [sleep, "0.05"]}}] }\n  b: { run: [{command: {argv: ["false"]}}] }\n`,
  );
  await stage.run();
  await stage.run();
  const estimates = readEstimates(stage.workspace.path(".canary/runs"), "local");
  expect([...estimates.keys()]).toEqual(["a"]);
  expect(estimates.get("a")).toBeGreaterThanOrEqual(50);
});
