import type { PrdDocument } from "@canary/core";
import { describe, expect, it } from "vitest";
import { parsePrdText } from "../src/index.ts";

const DOCUMENT = "## Phase 1: One\n- [ ] T001 One\n- [ ] branch Two {#branch}\n## Phase 2: Two\n";

/** The document with one more item at its end, which is the third. */
function read(item: string): PrdDocument {
  return parsePrdText(`${DOCUMENT}${item}\n`, { file: "x.md" }).document;
}

function codes({ diagnostics }: PrdDocument): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

describe("a dependency on what no item is called", () => {
  it.each([
    ["- [ ] Do it (depends on branding)", ["branding"]],
    ["- [ ] Do it\n  - Dependencies: Docker", ["Docker"]],
    ["- [ ] Do it\n  - Dependencies: React, Node.js", ["React", "Node.js"]],
    ["- [ ] Do it\n  - **Depends on:** legal", ["legal"]],
  ])("is a warning where it is a word: %j", (item, words) => {
    const document = read(item);
    const task = document.tasks[2];
    expect(task).toMatchObject({ title: "Do it", dependencies: [] });
    expect(document.diagnostics.map(({ severity, code, message }) => [severity, code, message])).toEqual(
      words.map((word) => [
        "warning",
        "dependency-unclear",
        `"${word}" is the name of no item, so ${task?.id} does not wait for it`,
      ]),
    );
  });

  it.each(["infra-clster", "T099", "1.9", "ABC-12", "TASK_012", "#12", "9"])(
    "is an error where it has the shape of an id: %s",
    (name) => {
      expect(codes(read(`- [ ] Do it (depends on ${name})`))).toEqual(["dangling-dependency"]);
    },
  );

  it("is no such thing for a note in brackets behind an id", () => {
    const document = read("- [ ] Do it (depends on T001 (one), branch)");
    expect(document.tasks[2]).toMatchObject({ title: "Do it", dependencies: ["T001", "branch"] });
    expect(codes(document)).toEqual([]);
  });

  it("keeps those beside it that are items", () => {
    const document = read("- [ ] Do it (depends on branding, T001, branch)");
    expect(document.tasks[2]?.dependencies).toEqual(["T001", "branch"]);
    expect(codes(document)).toEqual(["dependency-unclear"]);
  });
});

const STEPS = [
  "## Phase 1: Setup",
  "- [ ] 1.1 a",
  "- [ ] 1.2 b",
  "- [ ] T001 c",
  "- [ ] T002 d",
  "## Phase 2: Build and test",
  "- [ ] T003 e",
  "- [ ] TASK-4 f",
  "## Phase 3: End",
  "",
].join("\n");

function dependenciesOf(item: string): readonly [string | undefined, readonly string[] | undefined] {
  const { document } = parsePrdText(`${STEPS}${item}\n`, { file: "x.md" });
  expect(document.diagnostics).toEqual([]);
  const task = document.tasks.at(-1);
  return [task?.title, task?.dependencies];
}

const FIRST = ["1.1", "1.2", "T001", "T002"];

describe("ways to write dependencies", () => {
  it.each([
    ["(depends on 1.1-1.2)", ["1.1", "1.2"]],
    ["(depends on 1.1–2)", ["1.1", "1.2"]],
    ["(depends on T001 - T003)", ["T001", "T002", "T003"]],
    ["(depends on T001 to T003)", ["T001", "T002", "T003"]],
    ["(after T001 to T002)", ["T001", "T002"]],
    ["(depends on T001, T002).", ["T001", "T002"]],
    ["(depends on TASK-4)", ["TASK-4"]],
    ["(depends on Phase 1)", FIRST],
    ["(depends on Phase 1: Setup)", FIRST],
    ["(depends on Phase 2: Build and test)", ["T003", "TASK-4"]],
    ["(depends on Phase 1: Setup, T003)", [...FIRST, "T003"]],
    ["(depends on Phase 1-2)", [...FIRST, "T003", "TASK-4"]],
    ["(after Phases 1–2)", [...FIRST, "T003", "TASK-4"]],
    ["\n  - Depends on T001", ["T001"]],
    ["\n  - Blocked by T001 and Phase 2", ["T001", "T003", "TASK-4"]],
    ["\n  - **Dependencies:** T001 (setup), T002", ["T001", "T002"]],
  ])("reads `%s`", (text, dependencies) => {
    expect(dependenciesOf(`- [ ] Do it ${text}`)).toEqual(["Do it", dependencies]);
  });

  it("reads notes in the cells of a table", () => {
    const { tasks, diagnostics } = parsePrdText(
      "| ID | Task | Deps |\n|---|---|---|\n| T1 | a | |\n| T2 | b | T1 |\n| T3 | c | T1, T2 (soft) |\n",
      { file: "x.md" },
    ).document;
    expect(tasks.map((task) => task.dependencies)).toEqual([[], ["T1"], ["T1", "T2"]]);
    expect(diagnostics).toEqual([]);
  });

  it.each([
    "Drive (after Berlin to Paris)",
    "Do it (depends on a to b)",
    "Wait (depends on the weather).",
    "Wait (see T001).",
    "Wait (depends on Phase 1 of the moon)",
    "Wait (depends on people (all of them))",
  ])("leaves the prose of %j alone", (title) => {
    expect(dependenciesOf(`- [ ] ${title}`)).toEqual([title, []]);
  });

  it.each(["Depends on the weather", "Needs third-party help", "After lunch", "Dependencies: legal (soft)"])(
    "keeps the bullet %j as text",
    (text) => {
      const { document } = parsePrdText(`${STEPS}- [ ] Do it\n  - ${text}\n`, { file: "x.md" });
      expect(document.tasks.at(-1)).toMatchObject({ dependencies: [], details: [text] });
      expect(document.diagnostics).toEqual([]);
    },
  );

  it("calls a phase that is not there a phase", () => {
    const [finding] = read("- [ ] Do it (depends on Phase 7)").diagnostics;
    expect(finding).toMatchObject({
      code: "dangling-dependency",
      message: expect.stringMatching(/depends on Phase 7, and no phase with tasks has that number$/),
    });
  });
});
