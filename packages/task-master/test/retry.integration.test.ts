import { afterEach, expect, test } from "vitest";
import { outcomes, Stage, task } from "./fixture.ts";

let stage: Stage;
afterEach(() => stage.remove());

/** Fails with this message until it was called `times` times. */
function failing(message: string, times: number): string {
  return `#!/bin/sh
echo x >> calls
test "$(wc -l < calls)" -gt ${times} && exit 0
echo '${message}' >&2
exit 1
`;
}

function tried(message: string, times: number, retry = "{attempts: 4, delay: 1ms}"): Stage {
  stage = new Stage([task("a")], `  a: { retry: ${retry}, run: [{command: {argv: [tool]}}] }\n`);
  stage.workspace.writeTool("tool", failing(message, times));
  return stage;
}

test("a transient failure is tried again, and each verdict names its rule and line", async () => {
  tried("Error: dial tcp 127.0.0.1:6443: connect: connection refused", 2);
  expect(outcomes(await stage.run())).toEqual({ a: "changed" });
  expect(stage.lines("calls")).toHaveLength(3);
  const [retried] = stage.events.filter((event) => event.type === "step_retried");
  expect(retried?.verdict).toMatchObject({ kind: "transient", rule: "connection-refused" });
  expect(retried?.verdict.line).toContain("127.0.0.1:6443");
});

test("no more attempts than allowed", async () => {
  tried("i/o timeout", 99, "{attempts: 3, delay: 1ms}");
  expect(outcomes(await stage.run())).toEqual({ a: "failed" });
  expect(stage.lines("calls")).toHaveLength(3);
});

test.each([
  "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
  "Error from server (Forbidden): pods is forbidden",
  "something nobody has seen before",
])("not tried again: %s", async (message) => {
  tried(message, 99);
  expect(outcomes(await stage.run())).toEqual({ a: "failed" });
  expect(stage.lines("calls")).toHaveLength(1);
});

test("a check is asked once, whatever it says", async () => {
  stage = new Stage(
    [task("a")],
    `  a: { check: [{command: {argv: [tool]}}], run: [{command: {argv: ["true"]}}] }\n`,
  );
  stage.workspace.writeTool("tool", failing("connection refused", 99));
  expect(outcomes(await stage.run())).toEqual({ a: "changed" });
  expect(stage.lines("calls")).toHaveLength(1);
});

test("wait asks until its step passes", async () => {
  stage = new Stage(
    [task("a")],
    `  a: { run: [{wait: {for: {command: {argv: [tool]}}, timeout: 20s, interval: 10ms}}] }\n`,
  );
  stage.workspace.writeTool("tool", failing("not yet", 3));
  expect((await stage.run()).success).toBe(true);
  expect(stage.lines("calls")).toHaveLength(4);
});

test("wait is timed out when its step does not pass in time", async () => {
  stage = new Stage(
    [task("a")],
    `  a: { run: [{wait: {for: {command: {argv: ["false"]}}, timeout: 100ms, interval: 10ms}}] }\n`,
  );
  expect(outcomes(await stage.run())).toEqual({ a: "timed_out" });
});

test("the error names the command, the last lines of the log and a hint", async () => {
  tried("first line\nno space left on device", 9);
  const error = (await stage.run()).results[0]?.error;
  expect(error?.message).toContain("`tool`");
  expect(error?.message).toContain("no space left on device");
  expect(error).toMatchObject({ code: "CANARY_TOOL_FAILED", hint: "Free disk space", exitCode: 1 });
  expect(stage.workspace.has(`.canary/runs/${error?.log?.split("/runs/")[1]}`)).toBe(true);
});
