import { describe, expect, it } from "vitest";
import {
  createTaskGraph,
  findCycle,
  isReady,
  openDependencies,
  orderByDependencies,
} from "../../src/task/task-graph.ts";
import type { GraphTask } from "../../src/task/task-links.ts";
import { TASK_STATUSES } from "../../src/task/task-status.ts";
import type { TaskStatus } from "../../src/task/task-status.ts";

function task(id: string, dependencies: readonly string[] = [], status: TaskStatus = "pending"): GraphTask {
  return { id, dependencies, status };
}

function ids(tasks: readonly GraphTask[]): readonly string[] {
  return tasks.map(({ id }) => id);
}

/** t0 depends on t1, t1 on t2, …: the worst order for a depth-first walk. */
function chainOf(length: number): readonly GraphTask[] {
  return Array.from({ length }, (_, at) => task(`t${at}`, at + 1 < length ? [`t${at + 1}`] : []));
}

describe("readiness", () => {
  it.each(TASK_STATUSES)("a task behind one that is %s", (status) => {
    const behind = task("b", ["a"]);
    const graph = createTaskGraph([task("a", [], status), behind]);
    const isSatisfied = status === "completed" || status === "skipped";
    expect(isReady(graph, behind)).toBe(isSatisfied);
    expect(ids(openDependencies(graph, behind))).toEqual(isSatisfied ? [] : ["a"]);
  });

  it.each(TASK_STATUSES.filter((status) => status !== "pending"))(
    "a task that is %s is not ready",
    (status) => {
      const only = task("a", [], status);
      expect(isReady(createTaskGraph([only]), only)).toBe(false);
    },
  );

  it("leaves out dependencies on unknown ids", () => {
    const only = task("a", ["ghost"]);
    const graph = createTaskGraph([only]);
    expect(isReady(graph, only)).toBe(true);
    expect(graph.dependents.has("ghost")).toBe(false);
  });

  it("gives open dependencies in the task's own order", () => {
    const last = task("z", ["c", "a", "b"]);
    const graph = createTaskGraph([task("a"), task("b", [], "completed"), task("c"), last]);
    expect(ids(openDependencies(graph, last))).toEqual(["c", "a"]);
  });
});

it("knows the dependents of each task", () => {
  const graph = createTaskGraph([task("a"), task("b", ["a"]), task("c", ["a", "b"])]);
  expect(Object.fromEntries(graph.dependents)).toEqual({ a: ["b", "c"], b: ["c"], c: [] });
});

describe("findCycle", () => {
  it.each([
    { name: "none", tasks: [task("a"), task("b", ["a"]), task("c", ["a", "b"])], cycle: undefined },
    { name: "a task on itself", tasks: [task("a", ["a"])], cycle: ["a", "a"] },
    { name: "a pair", tasks: [task("a", ["b"]), task("b", ["a"])], cycle: ["a", "b", "a"] },
    {
      name: "only the cycle, not the way to it",
      tasks: [task("start", ["x"]), task("x", ["y"]), task("y", ["z"]), task("z", ["x"])],
      cycle: ["x", "y", "z", "x"],
    },
    {
      name: "behind a branch that has none",
      tasks: [task("a", ["b", "c"]), task("b"), task("c", ["d"]), task("d", ["c"])],
      cycle: ["c", "d", "c"],
    },
    { name: "an unknown id is no cycle", tasks: [task("a", ["ghost"])], cycle: undefined },
  ])("$name", ({ tasks, cycle }) => {
    expect(findCycle(createTaskGraph(tasks))).toEqual(cycle);
  });
});

describe("orderByDependencies", () => {
  it("keeps the given order where dependencies allow it", () => {
    expect(ids(orderByDependencies([task("c"), task("a"), task("b", ["a"])]))).toEqual(["c", "a", "b"]);
  });

  it("puts dependencies first, in the task's order", () => {
    expect(ids(orderByDependencies([task("z", ["y", "x"]), task("x"), task("y", ["w"]), task("w")]))).toEqual(
      ["w", "y", "x", "z"],
    );
  });

  it("places a shared dependency once", () => {
    const tasks = [task("d", ["b", "c"]), task("b", ["a"]), task("c", ["a"]), task("a")];
    expect(ids(orderByDependencies(tasks))).toEqual(["a", "b", "c", "d"]);
  });

  it("loses no task even where there is a cycle", () => {
    expect(ids(orderByDependencies([task("a", ["b"]), task("b", ["a"])])).toSorted()).toEqual(["a", "b"]);
  });
});

describe("a chain of 100 000 tasks", () => {
  const chain = chainOf(100_000);

  it("is ordered from its end", () => {
    expect(ids(orderByDependencies(chain))).toEqual(ids(chain).toReversed());
  });

  it("has no cycle", () => {
    expect(findCycle(createTaskGraph(chain))).toBeUndefined();
  });

  it("closed to a ring is one cycle", () => {
    const ring = [...chain.slice(0, -1), task("t99999", ["t0"])];
    expect(findCycle(createTaskGraph(ring))).toHaveLength(100_001);
  });
});

it("orders one task with 100 000 dependencies", () => {
  const many = Array.from({ length: 100_000 }, (_, at) => task(`t${at}`));
  const ordered = orderByDependencies([task("last", ids(many)), ...many]);
  expect(ordered.at(-1)?.id).toBe("last");
});
