import { describe, expect, it } from "vitest";
import {
  describeGraph,
  explainBlockers,
  findTask,
  nextTasks,
  planWaves,
  renderDotGraph,
  renderMermaidGraph,
  renderTextGraph,
} from "../src/index.ts";
import type { StoredTask, StoreSnapshot } from "../src/index.ts";
import { sampleStore } from "./support/sample-store.ts";

const chain = () =>
  sampleStore([
    { id: "tools", status: "completed" },
    { id: "cluster", dependencies: ["tools"] },
    { id: "apps", dependencies: ["cluster", "tools"] },
    { id: "proof", dependencies: ["apps", "gone"], title: 'See "it" run' },
    { id: "faq" },
  ]).store.read();

const cyclic = () =>
  sampleStore([
    { id: "a", dependencies: ["c"] },
    { id: "b", dependencies: ["a"] },
    { id: "c", dependencies: ["b"] },
    { id: "d", dependencies: ["c"] },
    { id: "e" },
  ]).store.read();

describe("explainBlockers", () => {
  it("names everything that is in the way, down to the root", () => {
    const snapshot = chain();
    const { state, blockers, cycle } = explainBlockers(snapshot, findTask(snapshot, "proof"));
    expect(state).toBe("blocked");
    expect(blockers.map(({ task, blocks, depth, isRoot }) => [task.id, blocks, depth, isRoot])).toEqual([
      ["apps", "proof", 1, false],
      ["cluster", "apps", 2, true],
    ]);
    expect(cycle).toBeNull();
  });

  it("says when nothing is in the way", () => {
    const snapshot = chain();
    expect(
      ["tools", "cluster", "faq"].map((id) => explainBlockers(snapshot, findTask(snapshot, id)).state),
    ).toEqual(["done", "ready", "ready"]);
  });

  it("names the cycle that keeps a task from ever starting", () => {
    const snapshot = cyclic();
    expect(explainBlockers(snapshot, findTask(snapshot, "d")).cycle).toEqual(["c", "b", "a", "c"]);
  });
});

describe("planWaves", () => {
  it("puts side by side what can be done at the same time", () => {
    expect(planWaves(chain().tasks).waves.map((wave) => wave.map(({ id }) => id))).toEqual([
      ["cluster", "faq"],
      ["apps"],
      ["proof"],
    ]);
  });

  it("keeps apart what no order can reach", () => {
    const { waves, stuck } = planWaves(cyclic().tasks);
    expect([waves.flat().map(({ id }) => id), stuck.map(({ id }) => id)]).toEqual([
      ["e"],
      ["a", "b", "c", "d"],
    ]);
  });
});

describe("a drawn graph", () => {
  it("marks the critical path", () => {
    const graph = describeGraph(chain().tasks);
    expect(graph.criticalPath).toEqual(["cluster", "apps", "proof"]);
    expect(renderTextGraph(graph)).toBe(
      [
        "done",
        "    [x] tools",
        "wave 1",
        "  * [ ] cluster <- tools",
        "    [ ] faq",
        "wave 2",
        "  * [ ] apps <- cluster, tools",
        "wave 3",
        "  * [ ] proof <- apps",
        "critical path: cluster -> apps -> proof",
        "",
      ].join("\n"),
    );
  });

  it("names a cycle", () => {
    expect(renderTextGraph(describeGraph(cyclic().tasks))).toContain("cycle: a -> c -> b -> a");
  });

  it("escapes titles for Mermaid and for Graphviz", () => {
    const graph = describeGraph(chain().tasks);
    expect(renderMermaidGraph(graph)).toContain('t3["proof: See &quot;it&quot; run"]:::pending');
    expect(renderMermaidGraph(graph)).toContain("linkStyle 1,3 stroke");
    expect(renderDotGraph(graph)).toContain(String.raw`"proof" [label="proof: See \"it\" run"`);
    expect(renderDotGraph(graph)).toContain('"cluster" -> "apps" [color=red, penwidth=2];');
  });
});

describe("a graph of 100 000 tasks with 300 000 links", { timeout: 180_000 }, () => {
  it("gives next, waves, blockers and the critical path without deep recursion", () => {
    const small = chain();
    const pattern = findTask(small, "cluster");
    const tasks = Array.from({ length: 100_000 }, (_, index): StoredTask => ({
      ...pattern,
      id: `t${index}`,
      localId: `t${index}`,
      dependencies: [1, 7, 100]
        .map((step) => index - step)
        .filter((each) => each >= 0)
        .map((each) => `t${each}`),
    }));
    const snapshot: StoreSnapshot = { ...small, tasks };
    expect(nextTasks(snapshot).map(({ id }) => id)).toEqual(["t0"]);
    expect(planWaves(tasks).waves.length).toBe(100_000);
    expect(explainBlockers(snapshot, findTask(snapshot, "t99999")).blockers.length).toBe(99_999);
    expect(describeGraph(tasks).criticalPath.length).toBe(100_000);
  });
});
