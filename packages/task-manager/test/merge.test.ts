import { describe, expect, it } from "vitest";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { reconcileById, sampleDocument } from "./support/sample-document.ts";
import { codeOf, sampleStore } from "./support/sample-store.ts";

describe("a merge", () => {
  it("adds every task with the status of its box", () => {
    const { merge, store } = sampleStore();
    const report = merge([{ id: "a" }, { id: "b", status: "completed" }]);
    expect(report).toEqual({
      added: ["a", "b"],
      changed: [],
      moved: [],
      removed: [],
      restored: [],
      unchanged: [],
      conflicts: [],
    });
    expect(store.read().tasks.map(({ status }) => status)).toEqual(["pending", "completed"]);
  });

  it("writes nothing where nothing changed", () => {
    const { merge, readTasks, readEvents } = sampleStore([{ id: "a" }, { id: "b" }]);
    const [tasks, events] = [readTasks(), readEvents()];
    expect(merge([{ id: "a" }, { id: "b" }]).unchanged).toEqual(["a", "b"]);
    expect([readTasks(), readEvents()]).toEqual([tasks, events]);
  });

  it("keeps status, message and evidence of what it recognises", () => {
    const { merge, store } = sampleStore([{ id: "a" }, { id: "b" }]);
    store.transition("a", {
      status: "completed",
      message: "seen",
      evidence: { environment: "dev", items: [] },
    });
    const before = store.read().tasks[0];
    const report = merge([{ id: "a", title: "New words" }, { id: "b" }]);
    expect(report).toMatchObject({ changed: ["a"], unchanged: ["b"], moved: [] });
    expect(store.read().tasks[0]).toMatchObject({
      title: "New words",
      status: "completed",
      message: "seen",
      evidence: before?.evidence,
    });
  });

  it.each([
    { was: "pending", box: "completed", is: "completed" },
    { was: "in_progress", box: "completed", is: "in_progress" },
    { was: "failed", box: "completed", is: "failed" },
    { was: "skipped", box: "completed", is: "skipped" },
  ] as const)("a box newly ticked on a $was task leaves it $is", ({ was, box, is }) => {
    const { merge, store } = sampleStore([{ id: "a" }]);
    store.transition("a", { status: was });
    merge([{ id: "a", status: box }]);
    expect(store.read().tasks[0]?.status).toBe(is);
  });

  it("never undoes the store for a box that was unticked, nor again for one that stayed ticked", () => {
    const { merge, store } = sampleStore([
      { id: "a", status: "completed" },
      { id: "b", status: "completed" },
    ]);
    store.transition("b", { status: "pending" });
    merge([
      { id: "a", status: "pending" },
      { id: "b", status: "completed" },
    ]);
    expect(store.read().tasks.map(({ status }) => status)).toEqual(["completed", "pending"]);
  });

  it.each([
    { was: "completed", parsed: "completed", box: "pending" },
    { was: "failed", parsed: "pending", box: "completed" },
    { was: "in_progress", parsed: "pending", box: "completed" },
  ] as const)(
    "a box that says $box where the store says $was is a conflict for every merge until it is settled",
    ({ was, parsed, box }) => {
      const { merge, store } = sampleStore([{ id: "a", status: parsed }]);
      store.transition("a", { status: was });
      const conflicts = [{ id: "a", line: 10, column: 1, store: was, box }];
      expect(merge([{ id: "a", status: box }]).conflicts).toEqual(conflicts);
      expect(merge([{ id: "a", status: box }]).conflicts).toEqual(conflicts);
      expect(store.read().tasks[0]).toMatchObject({ status: was, box: parsed });
      store.transition("a", { status: box, force: true });
      expect(merge([{ id: "a", status: box }]).conflicts).toEqual([]);
      expect(store.read().tasks[0]).toMatchObject({ status: box, box });
    },
  );

  it("reports the least that moved", () => {
    const { merge } = sampleStore([{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }]);
    expect(merge([{ id: "d" }, { id: "a" }, { id: "b", phase: "docs" }, { id: "c" }]).moved).toEqual([
      "d",
      "b",
    ]);
  });

  it("archives what is gone, keeps it out of sight, and restores it with its status", () => {
    const { merge, store } = sampleStore([{ id: "a" }, { id: "b" }]);
    store.transition("b", { status: "completed" });
    expect(merge([{ id: "a" }]).removed).toEqual(["b"]);
    const { tasks, archived } = store.read();
    expect([tasks.map(({ id }) => id), archived.map(({ id }) => id)]).toEqual([["a"], ["b"]]);
    expect(() => store.transition("b", { status: "pending" })).toThrow(/left prd\.md|left its document/);
    expect(merge([{ id: "a" }]).removed).toEqual([]);
    expect(merge([{ id: "a" }, { id: "b" }]).restored).toEqual(["b"]);
    expect(store.read().tasks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "a pending",
      "b completed",
    ]);
    expect(store.history("b").map(({ type }) => type)).toEqual(["added", "status", "archived", "restored"]);
  });

  it("gives archived tasks to the reconciler, so that their ids are not given again", () => {
    const { merge, store } = sampleStore([{ id: "a" }, { id: "b" }]);
    merge([{ id: "a" }]);
    const seen: string[] = [];
    store.planMerge({
      documentId: "prd",
      document: sampleDocument([{ id: "a" }]),
      reconcile: (previous, next) => {
        seen.push(...previous.map(({ id }) => id));
        return reconcileById(previous, next);
      },
    });
    expect(seen).toEqual(["a", "b"]);
  });

  it("begins anew with other work that is only like an archived task", () => {
    const { merge, store } = sampleStore([{ id: "a" }, { id: "b", title: "Install 2.9" }]);
    store.transition("b", { status: "completed", message: "done" });
    merge([{ id: "a" }]);
    store.merge({
      documentId: "prd",
      document: sampleDocument([{ id: "a" }, { id: "b", title: "Install 2.10" }], "prd.md"),
      reconcile: (_, next) => ({
        tasks: next,
        matches: [
          { id: "a", how: "id" },
          { id: "b", how: "likeness" },
        ],
        removed: [],
      }),
    });
    expect(store.read().tasks[1]).toMatchObject({ id: "b", status: "pending" });
    expect(store.read().tasks[1]?.message).toBeUndefined();
  });

  it("refuses two tasks with one id", () => {
    const { merge } = sampleStore();
    expect(codeOf(() => merge([{ id: "a" }, { id: "a" }]))).toBe("CANARY_PRD_INVALID");
  });

  it("plans without writing", () => {
    const { store, directory } = sampleStore();
    const report = store.planMerge({
      documentId: "prd",
      document: sampleDocument([{ id: "a" }]),
      reconcile: reconcileById,
    });
    expect([report.added, existsSync(directory)]).toEqual([["a"], false]);
  });

  it("tells Git how to merge the files and what not to commit", () => {
    const { directory } = sampleStore([{ id: "a" }]);
    expect(readFileSync(join(directory, ".gitattributes"), "utf8")).toContain(
      "events.ndjson text eol=lf merge=union",
    );
    expect(readFileSync(join(directory, ".gitignore"), "utf8")).toContain("runs/");
  });
});

describe("several documents", () => {
  it("keep the short ids of the default one and qualify the same ids of others", () => {
    const { merge, store } = sampleStore([{ id: "a" }, { id: "b", dependencies: ["a"] }]);
    expect(merge([{ id: "a" }, { id: "c", dependencies: ["a"] }], "web").added).toEqual(["web:a", "c"]);
    const { tasks, phases } = store.read();
    expect(tasks.map(({ id }) => id)).toEqual(["a", "b", "web:a", "c"]);
    expect(tasks[3]?.dependencies).toEqual(["web:a"]);
    expect(tasks[3]?.phase).toBe("web:infra");
    expect(phases.map(({ id }) => id)).toEqual(["infra", "docs", "web:infra", "web:docs"]);
  });

  it("change apart from each other", () => {
    const { merge, store } = sampleStore([{ id: "a" }]);
    merge([{ id: "a" }, { id: "c" }], "web");
    expect(store.transition("a", { status: "completed" }).task).toMatchObject({ document: "prd", id: "a" });
    expect(store.transition("web:a", { status: "failed" }).task).toMatchObject({
      document: "web",
      id: "web:a",
    });
    expect(store.transition("c", { status: "skipped" }).task.document).toBe("web");
    expect(store.history("web:a").map(({ type }) => type)).toEqual(["added", "status"]);
    expect(merge([{ id: "a" }]).unchanged).toEqual(["a"]);
    expect(store.read().tasks.map(({ status }) => status)).toEqual(["completed", "failed", "skipped"]);
  });
});
