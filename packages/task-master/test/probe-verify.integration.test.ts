import { afterEach, expect, test } from "vitest";
import { listRuns, probePlan, verifyPlan } from "../src/index.ts";
import { Stage, task } from "./fixture.ts";

let stage: Stage;
afterEach(() => stage.remove());

const RUN = `run: [{command: {argv: [touch, changed]}}]`;

async function probe(tasks: ReturnType<typeof task>[], entries: string) {
  stage = new Stage(tasks, entries);
  const result = await probePlan(await stage.plan(), stage.deps());
  return { exitCode: result.exitCode, states: result.tasks.map(({ state }) => state) };
}

test("a probe says what is already so, what would change and what nobody knows, and changes nothing", async () => {
  const result = await probe(
    ["so", "not", "broken", "blind", "hand"].map((id) => task(id)),
    `
  so: {check: [{command: {argv: ["true"]}}], ${RUN}}
  not: {check: [{command: {argv: ["false"]}}], ${RUN}}
  broken: {check: [{command: {argv: [sh, -c, "echo connection refused; exit 1"]}}], ${RUN}}
  blind: {${RUN}}
`,
  );
  expect(result).toEqual({
    exitCode: 8,
    states: ["already_so", "would_change", "unknown", "unknown", "manual"],
  });
  expect(stage.workspace.has("changed")).toBe(false);
  expect(stage.ledger.transitions).toEqual([]);
  expect(listRuns(stage.workspace.path(".canary/runs"))).toEqual([]);
});

test("a probe asks the verify steps of a task that changes nothing", async () => {
  const looks = (word: string): string => `{changes: false, command: {argv: ["${word}"]}}`;
  const result = await probe(
    [task("so"), task("proof"), task("not")],
    `
  so: {run: [${looks("true")}], verify: [{command: {argv: ["true"]}}]}
  proof: {verify: [{command: {argv: ["true"]}}]}
  not: {run: [${looks("true")}], verify: [{command: {argv: ["false"]}}]}
`,
  );
  expect(result).toEqual({ exitCode: 8, states: ["already_so", "already_so", "unknown"] });
});

test("a probe of what is all so ends with 0", async () => {
  const result = await probe([task("so")], `  so: {check: [{command: {argv: ["true"]}}], ${RUN}}\n`);
  expect(result).toEqual({ exitCode: 0, states: ["already_so"] });
});

test("verify asks the evidence alone and names completed tasks that are untrue", async () => {
  const tasks = [
    task("kept", { status: "completed" }),
    task("lost", { status: "completed" }),
    task("open"),
    task("bare", { status: "completed" }),
  ];
  stage = new Stage(
    tasks,
    `
  kept: {${RUN}, verify: [{command: {argv: [echo, fine]}}]}
  lost: {${RUN}, verify: [{command: {argv: [sh, -c, "echo gone; exit 1"]}}]}
  open: {${RUN}, verify: [{command: {argv: ["false"]}}]}
  bare: {${RUN}}
`,
  );
  const report = await verifyPlan(await stage.plan(), stage.deps());
  expect(report.tasks.map(({ state }) => state)).toEqual(["true", "untrue", "untrue", "no_evidence"]);
  expect(report).toMatchObject({ untrue: ["lost"], exitCode: 1 });
  expect(report.tasks[0]?.evidence).toMatchObject([{ command: ["echo", "fine"], excerpt: "fine" }]);
  expect(report.tasks[1]?.because).toContain("gone");
  expect(stage.workspace.has("changed")).toBe(false);
  expect(stage.ledger.transitions).toEqual([]);
});
