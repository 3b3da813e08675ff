import { statSync } from "node:fs";
import { CanaryError } from "@canary/core";
import { afterEach, expect, test } from "vitest";
import { signalGroup } from "../src/process/process-group.ts";
import { outcomes, Stage, task } from "./fixture.ts";

let stage: Stage;
afterEach(() => stage.remove());

async function errorOfRun() {
  const { results } = await stage.run();
  return results[0]?.error;
}

test("a program whose interpreter is missing says so", async () => {
  stage = new Stage([task("a")], `  a: {run: [{command: {argv: [odd]}}]}\n`);
  stage.workspace.writeTool("odd", "#!/no/such/interpreter\n");
  const error = await errorOfRun();
  expect(error?.message).toContain('"odd" could not be started: its interpreter is missing');
});

test("arguments that are too long for the system fail the step, not canary", async () => {
  stage = new Stage([task("a"), task("b")], `  a: {run: [{command: {argv: [echo, "\${var.long}"]}}]}\n`);
  const result = await stage.run({}, { variables: { long: "x".repeat(3_000_000) } });
  expect(outcomes(result)).toEqual({ a: "failed", b: "blocked" });
  expect(result.results[0]?.error?.message).toContain("E2BIG");
});

test("a process that a signal ended has failed, whatever its exit code would be", async () => {
  stage = new Stage([task("a")], `  a: {run: [{command: {argv: [sh, -c, "kill -9 $$"]}}]}\n`);
  const error = await errorOfRun();
  expect(error?.message).toContain("was ended by SIGKILL");
  expect(error?.exitCode).toBeNull();
});

test("a ledger that refuses fails the task with its reason", async () => {
  stage = new Stage([task("a")], `  a: {run: [{command: {argv: ["true"]}}]}\n`);
  const refusal = new CanaryError("no", { code: "CANARY_STORE_LOCKED", hint: "wait" });
  const result = await stage.run({
    ledger: { load: stage.ledger.load, transition: async () => Promise.reject(refusal) },
  });
  expect(result.results[0]).toMatchObject({ outcome: "failed", error: { code: "CANARY_STORE_LOCKED" } });
  expect(result.exitCode).toBe(6);
});

test("a bug in a port rejects the run after what runs has ended", async () => {
  stage = new Stage([task("a")], `  a: {run: [{command: {argv: ["true"]}}]}\n`);
  const broken = async (): Promise<never> => Promise.reject(new TypeError("broken port"));
  await expect(stage.run({ ledger: { load: stage.ledger.load, transition: broken } })).rejects.toThrow(
    "broken port",
  );
});

test("a daemon of its own session lives on and its hold on a pipe does not hold the run", async () => {
  const daemon = "echo $$ > daemon; exec sleep 600";
  stage = new Stage(
    [task("a")],
    `  a: {run: [{command: {argv: [sh, -c, "setsid sh -c '${daemon}' & until test -s daemon; do sleep 0.01; done"]}}]}\n`,
  );
  expect(outcomes(await stage.run())).toEqual({ a: "changed" });
  expect(signalGroup(Number(stage.workspace.read("daemon")), "SIGKILL")).toBe(true);
});

test("folders and logs are readable by their owner only", async () => {
  stage = new Stage([task("a")], `  a: {run: [{command: {argv: [echo, hello]}}]}\n`);
  const result = await stage.run();
  const directory = stage.workspace.path(`.canary/runs/${result.run}`);
  expect(statSync(directory).mode & 0o077).toBe(0);
  for (const file of ["journal.ndjson", "plan.json", "logs/a.run-1.1.log"]) {
    expect(statSync(`${directory}/${file}`).mode & 0o077).toBe(0);
  }
  expect(stage.workspace.read(`.canary/runs/${result.run}/logs/a.run-1.1.log`)).toBe(
    "$ echo hello\nhello\n# exit code 0\n",
  );
});
