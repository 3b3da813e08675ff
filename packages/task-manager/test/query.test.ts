import { describe, expect, it } from "vitest";
import { explainNext, findPhase, findTask, nextTasks, queryTasks, reportProgress } from "../src/index.ts";
import { codeOf, sampleStore } from "./support/sample-store.ts";

const ids = (tasks: readonly { readonly id: string }[]): readonly string[] => tasks.map(({ id }) => id);

const snapshot = () =>
  sampleStore([
    { id: "tools", status: "completed", title: "Check the tools" },
    { id: "cluster", priority: "low", dependencies: ["tools"], aliases: ["TASK_012"] },
    { id: "apps", dependencies: ["cluster"], details: ["with Argo CD"] },
    { id: "guide", phase: "docs", priority: "critical" },
    { id: "faq", phase: "docs", status: "failed" },
    { id: "is-up", kind: "criterion" },
    { id: "noise", kind: "fragment", phase: null },
    { id: "T012", phase: null },
  ]).store.read();

describe("queryTasks", () => {
  it.each([
    [{}, ["tools", "cluster", "apps", "guide", "faq", "T012"]],
    [{ status: "pending" }, ["cluster", "apps", "guide", "T012"]],
    [{ status: ["completed", "failed"] }, ["tools", "faq"]],
    [{ phase: "docs" }, ["guide", "faq"]],
    [{ priority: ["critical", "low"] }, ["cluster", "guide"]],
    [{ kind: ["criterion", "fragment"] }, ["is-up", "noise"]],
    [{ ready: true }, ["cluster", "guide", "T012"]],
    [{ blocked: true }, ["apps"]],
    [{ search: "argo APPS" }, ["apps"]],
    [{ document: "prd", status: "failed" }, ["faq"]],
    [{ changedSince: "2027-01-01T00:00:00Z" }, []],
  ] as const)("%j", (filter, expected) => {
    expect(ids(queryTasks(snapshot(), filter))).toEqual(expected);
  });

  it("refuses a document that is not there", () => {
    expect(codeOf(() => queryTasks(snapshot(), { document: "pdr" }))).toBe("CANARY_VALUE_UNKNOWN");
  });
});

describe("findTask", () => {
  it.each([
    ["cluster", "cluster"],
    ["prd:cluster", "cluster"],
    ["task_012", "cluster"],
    ["CLU", "cluster"],
    ["t012", "T012"],
    ["gu", "guide"],
  ])("%s is %s", (text, id) => {
    expect(findTask(snapshot(), text).id).toBe(id);
  });

  it("finds a number where one task has it", () => {
    const numbered = sampleStore([{ id: "T007" }, { id: "T008" }]).store.read();
    expect(findTask(numbered, "8").id).toBe("T008");
  });

  it("names the nearest for an unknown one and the candidates for an ambiguous one", () => {
    expect(() => findTask(snapshot(), "clutser")).toThrow(
      expect.objectContaining({ code: "CANARY_TASK_UNKNOWN", hint: expect.stringContaining("cluster") }),
    );
    expect(() => findTask(snapshot(), "12")).toThrow(
      expect.objectContaining({ code: "CANARY_TASK_AMBIGUOUS", hint: "Name one of: cluster, T012" }),
    );
    expect(codeOf(() => findTask(snapshot(), ""))).toBe("CANARY_TASK_UNKNOWN");
  });
});

describe("findPhase", () => {
  it.each([
    ["1", "infra"],
    ["2", "docs"],
    ["infra", "infra"],
    ["Documentation", "docs"],
    ["inf", "infra"],
    ["docu", "docs"],
  ])("%s is %s", (text, id) => {
    expect(findPhase(snapshot(), text).id).toBe(id);
  });

  it("names the nearest for an unknown one", () => {
    expect(() => findPhase(snapshot(), "ifnra")).toThrow(
      expect.objectContaining({
        code: "CANARY_PHASE_UNKNOWN",
        hint: "Did you mean: 1 infra (Infrastructure)",
      }),
    );
    expect(codeOf(() => findPhase(snapshot(), "7"))).toBe("CANARY_PHASE_UNKNOWN");
  });

  it("means the default document where several fit, unless another is named", () => {
    const { merge, store } = sampleStore([{ id: "a" }]);
    merge([{ id: "b" }], "web");
    for (const text of ["1", "infra", "infrastructure", "infrastr"]) {
      expect(findPhase(store.read(), text).document).toBe("prd");
      expect(findPhase(store.read(), text, "web").document).toBe("web");
    }
    expect(findPhase(store.read(), "web:infra").document).toBe("web");
  });

  it("lists the candidates for an ambiguous one", () => {
    const { phases, ...rest } = snapshot();
    const [first] = phases;
    const twins = first === undefined ? phases : [...phases, { ...first, id: "infra-late", number: 9 }];
    expect(() => findPhase({ ...rest, phases: twins }, "inf")).toThrow(
      expect.objectContaining({
        code: "CANARY_PHASE_AMBIGUOUS",
        hint: expect.stringContaining("infra-late"),
      }),
    );
  });
});

describe("nextTasks", () => {
  it("puts the longest chain first, then priority, then document order", () => {
    expect(ids(nextTasks(snapshot()))).toEqual(["cluster", "guide", "T012"]);
    expect(explainNext(snapshot()).map(({ chainLength }) => chainLength)).toEqual([2, 1, 1]);
  });

  it("comes to an end in a cycle", () => {
    const { store } = sampleStore([
      { id: "a", dependencies: ["b"] },
      { id: "b", dependencies: ["a"] },
      { id: "c" },
    ]);
    expect(ids(nextTasks(store.read()))).toEqual(["c"]);
  });
});

describe("reportProgress", () => {
  it("counts tasks and criteria of each phase and of what stands outside", () => {
    const { phases, total } = reportProgress(snapshot());
    expect(
      phases.map(({ id, number, tasks, criteria }) => [
        id,
        number,
        tasks.done,
        tasks.total,
        tasks.percent,
        criteria.total,
      ]),
    ).toEqual([
      ["infra", 1, 1, 3, 33, 1],
      ["docs", 2, 0, 2, 0, 0],
      [null, null, 0, 1, 0, 0],
    ]);
    expect(total.tasks).toEqual({
      total: 6,
      pending: 4,
      in_progress: 0,
      completed: 1,
      failed: 1,
      skipped: 0,
      done: 1,
      percent: 16,
    });
  });
});
