import { expect, test } from "vitest";
import { formatPlan, parsePlan, planRun, refuseStalePlan } from "../src/index.ts";
import type { Plan } from "../src/index.ts";
import { CONTEXT, playbook, task } from "./fixture.ts";

const FACTS = { inputs: [{ path: "PRD.md", sha256: "00" }], cluster: null, estimates: {} };

function plan(word = "x", status: "pending" | "completed" = "pending"): Plan {
  const entries = `  a: {check: [{command: {argv: [${word}], expect: {contains: y}}}], run: [{http: {url: "http://127.0.0.1/"}}]}\n`;
  return planRun([task("a", { status }), task("b")], [playbook(entries)], CONTEXT);
}

test("a plan comes out of its file as it went in", () => {
  const read = parsePlan(formatPlan(plan(), FACTS), "plan.json");
  expect(read).toMatchObject(JSON.parse(JSON.stringify(plan())));
  expect(() => refuseStalePlan(read, { plan: plan(), inputs: FACTS.inputs })).not.toThrow();
});

test("a file that was changed by hand is refused", () => {
  const text = formatPlan(plan(), FACTS).replace('"x"', '"y"');
  expect(() => parsePlan(text, "plan.json")).toThrow(/plan.json was changed/);
});

test("what looks like a secret is masked in the file, and a changed one makes it stale", () => {
  const secret = (value: string): Plan => plan(`--password, ${value}`);
  const text = formatPlan(secret("hunter22"), FACTS);
  expect(text).not.toContain("hunter22");
  const read = parsePlan(text, "plan.json");
  expect(() => refuseStalePlan(read, { plan: secret("hunter22"), inputs: FACTS.inputs })).not.toThrow();
  expect(() => refuseStalePlan(read, { plan: secret("hunter23"), inputs: FACTS.inputs })).toThrow(/stale/);
});

test.each(["", "{}", "[]", '{"kind": "Plan"}'])("%j is no plan", (text) => {
  expect(() => parsePlan(text, "plan.json")).toThrow(/no plan of canary/);
});

test.each([
  ["a playbook that changed", plan("z"), "a changed"],
  ["a status that changed", plan("x", "completed"), "a changed"],
])("%s makes a plan stale, and the task is named", (_what, now, why) => {
  const saved = parsePlan(formatPlan(plan(), FACTS), "plan.json");
  expect(() => refuseStalePlan(saved, { plan: now, inputs: FACTS.inputs })).toThrow(why);
});

test("a document that changed makes a plan stale, and is named", () => {
  const saved = parsePlan(formatPlan(plan(), FACTS), "plan.json");
  const inputs = [{ path: "PRD.md", sha256: "01" }];
  expect(() => refuseStalePlan(saved, { plan: plan(), inputs })).toThrow(/stale: PRD.md changed/);
});

test("another environment makes a plan stale", () => {
  const saved = parsePlan(formatPlan(plan(), FACTS), "plan.json");
  expect(() =>
    refuseStalePlan(saved, { plan: { ...plan(), environment: "prod" }, inputs: FACTS.inputs }),
  ).toThrow(/its environment changed/);
});
