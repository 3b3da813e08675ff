import { expect, test } from "vitest";
import { planRun } from "../src/index.ts";
import type { Narrowing } from "../src/index.ts";
import { CONTEXT, task } from "./fixture.ts";

const TASKS = [
  task("a", { status: "completed" }),
  task("b", { after: ["a"] }),
  task("c", { after: ["b"] }),
  task("d"),
];

function ids(narrowing: Narrowing): string[] {
  return planRun(TASKS, [], { ...CONTEXT, ...narrowing }).tasks.map(({ id }) => id);
}

test.each([
  [{}, ["a", "b", "c", "d"]],
  [{ ready: true }, ["b", "d"]],
  [{ from: "c" }, ["c", "d"]],
  [{ until: "b" }, ["a", "b"]],
  [{ from: "b", until: "c" }, ["b", "c"]],
] as const)("%j leaves %j", (narrowing, expected) => {
  expect(ids(narrowing)).toEqual(expected);
});

test("an undo counts its bounds in its own order", () => {
  expect(ids({ from: "c", until: "b", direction: "undo" } as Narrowing)).toEqual(["c", "b"]);
});

test.each(["run", "undo"] as const)(
  "bounds that leave nothing are refused with the right order: %s",
  (direction) => {
    const [from, until] = direction === "run" ? ["c", "b"] : ["b", "c"];
    expect(() => ids({ from, until, direction } as Narrowing)).toThrow(
      expect.objectContaining({ code: "CANARY_USAGE", hint: `Use --from ${until} --until ${from}` }),
    );
  },
);

test("what is cut off and still open blocks", () => {
  const [first] = planRun(TASKS, [], { ...CONTEXT, from: "c" }).tasks;
  expect(first?.openOutside).toEqual(["b"]);
});

test("a bound that is not in the plan is refused with the nearest", () => {
  expect(() => ids({ until: "x-long-name" })).toThrow(/not one of the tasks/);
});
