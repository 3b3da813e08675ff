import { expect, test } from "vitest";
import { formatPlan, parsePlan, planRun, refuseStalePlan } from "../src/index.ts";
import type { Plan } from "../src/index.ts";
import { CONTEXT, playbook, task } from "./fixture.ts";

function plan(word = "x", status: "pending" | "completed" = "pending"): Plan {
  const entries = `  a: {check: [{command: {argv: [${word}], expect: {contains: y}}}], run: [{http: {url: "http://127.0.0.1/"}}]}\n`;
  return planRun([task("a", { status }), task("b")], [playbook(entries)], CONTEXT);
}

test("a plan comes out of its file as it went in", () => {
  const read = parsePlan(formatPlan(plan()), "plan.json");
  expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(plan())));
  expect(() => refuseStalePlan(read, plan())).not.toThrow();
});

test("a file that was changed by hand is refused", () => {
  const text = formatPlan(plan()).replace('"x"', '"y"');
  expect(() => parsePlan(text, "plan.json")).toThrow(/plan.json was changed/);
});

test.each(["", "{}", "[]", '{"kind": "Plan"}'])("%j is no plan", (text) => {
  expect(() => parsePlan(text, "plan.json")).toThrow(/no plan of canary/);
});

test.each([
  ["a playbook that changed", plan("z")],
  ["a status that changed", plan("x", "completed")],
])("%s makes a plan stale, and the task is named", (_what, now) => {
  expect(() => refuseStalePlan(plan(), now)).toThrow(/stale: a changed/);
});

test("another environment makes a plan stale", () => {
  expect(() => refuseStalePlan(plan(), { ...plan(), environment: "prod" })).toThrow(
    /its environment changed/,
  );
});
