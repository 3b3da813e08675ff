import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countOpenNeeds,
  createTaskGraph,
  createTaskLinks,
  findCycle,
  findCycles,
  linksOf,
  openDependencies,
  reverseLinks,
  TASK_STATUSES,
} from "../../src/index.ts";
import type { GraphTask } from "../../src/index.ts";

const id = fc.constantFrom("a", "b", "c", "d", "e", "f");
const tasks: fc.Arbitrary<readonly GraphTask[]> = fc.uniqueArray(
  fc.record({
    id,
    dependencies: fc.array(fc.oneof(id, fc.constant("unknown")), { maxLength: 4 }),
    status: fc.constantFrom(...TASK_STATUSES),
  }),
  { selector: (task) => task.id },
);

/** Every task that can be reached from one by what it needs. */
function reachable(all: readonly GraphTask[], start: GraphTask): ReadonlySet<string> {
  const known = new Map(all.map((task) => [task.id, task]));
  const found = new Set<string>();
  const visit = (task: GraphTask): void => {
    for (const need of task.dependencies) {
      const next = known.get(need);
      if (next === undefined || found.has(need)) continue;
      found.add(need);
      visit(next);
    }
  };
  visit(start);
  return found;
}

describe("the links of any tasks", () => {
  it("say the same as their graph, in both directions and in its order", () => {
    fc.assert(
      fc.property(tasks, (all) => {
        const graph = createTaskGraph(all);
        const needs = createTaskLinks(all);
        const neededBy = reverseLinks(needs);
        const open = countOpenNeeds(all, needs);
        const idsOf = (places: Uint32Array): readonly (string | undefined)[] =>
          [...places].map((place) => all[place]?.id);
        for (const [place, task] of all.entries()) {
          expect(idsOf(linksOf(needs, place))).toEqual(
            task.dependencies.filter((need) => graph.tasks.has(need)),
          );
          expect(idsOf(linksOf(neededBy, place))).toEqual(graph.dependents.get(task.id));
          expect(open[place]).toBe(openDependencies(graph, task).length);
        }
      }),
    );
  });

  it("have a cycle for each knot, and one at all exactly where a task needs itself in the end", () => {
    fc.assert(
      fc.property(tasks, (all) => {
        const graph = createTaskGraph(all);
        const cycles = findCycles(graph);
        const knots = new Set(
          all
            .filter((task) => reachable(all, task).has(task.id))
            .map((task) =>
              [...reachable(all, task)]
                .filter((other) => {
                  const found = graph.tasks.get(other);
                  return found !== undefined && reachable(all, found).has(task.id);
                })
                .toSorted()
                .join(),
            ),
        );
        expect(cycles.length).toBe(knots.size);
        expect(findCycle(graph) === undefined).toBe(knots.size === 0);
        for (const cycle of [...cycles, findCycle(graph) ?? []]) {
          expect(cycle.at(0)).toBe(cycle.at(-1));
          for (const [index, each] of cycle.slice(0, -1).entries())
            expect(graph.tasks.get(each)?.dependencies).toContain(cycle[index + 1]);
        }
      }),
    );
  });
});
