import type { PrdDocument, PrdTask } from "@canary/core";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parsePrdText } from "../src/index.ts";

const folder = process.env["CANARY_PRD_CORPUS"] ?? "";
const isHere = folder !== "";

/** Figures of each document, counted by hand and by other tools. */
const EXPECTED = [
  {
    file: "000-canary.md",
    open: 81,
    done: 0,
    inPhases: 39,
    phases: 6,
    criteria: 42,
    tasks: 39,
    requirements: 2,
    taskLines: 287,
  },
  {
    file: "001-podinfo.md",
    open: 0,
    done: 117,
    inPhases: 104,
    phases: 10,
    criteria: 13,
    tasks: 104,
    requirements: 1,
    taskLines: 211,
  },
  {
    file: "002-blue-green.md",
    open: 78,
    done: 0,
    inPhases: 73,
    phases: 10,
    criteria: 5,
    tasks: 73,
    requirements: 1,
    taskLines: 168,
  },
  {
    file: "003-canary-guide.md",
    open: 95,
    done: 0,
    inPhases: 90,
    phases: 11,
    criteria: 5,
    tasks: 90,
    requirements: 0,
    taskLines: 205,
  },
  {
    file: "004-orchestrator.md",
    open: 0,
    done: 0,
    inPhases: 0,
    phases: 0,
    criteria: 0,
    tasks: 7,
    requirements: 0,
    taskLines: 12,
  },
];

function read(file: string): { readonly document: PrdDocument; readonly bytes: Buffer } {
  const bytes = readFileSync(join(folder, file));
  return { document: parsePrdText(bytes, { file }).document, bytes };
}

function ofKind(document: PrdDocument, kind: PrdTask["kind"]): readonly PrdTask[] {
  return document.tasks.filter((task) => task.kind === kind);
}

it("finds the corpus, or is SKIPPED because CANARY_PRD_CORPUS does not name its folder", (context) => {
  context.skip(!isHere, "set CANARY_PRD_CORPUS to the folder of the five documents");
  expect(existsSync(join(folder, "000-canary.md"))).toBe(true);
});

describe.runIf(isHere)("the corpus", () => {
  it.each(EXPECTED)("has the known figures in $file", (expected) => {
    const { document } = read(expected.file);
    const { total, completed } = document.statistics.checkboxes;
    expect({
      file: expected.file,
      open: total - completed,
      done: completed,
      inPhases: ofKind(document, "task").filter((task) => task.phase !== null).length,
      phases: document.phases.length,
      criteria: document.statistics.criteria,
      tasks: document.statistics.tasks,
      requirements: document.requirements.length,
      taskLines: document.statistics.fragments + document.tasks.flatMap((task) => task.aliases).length,
    }).toEqual(expected);
  });

  it.each(EXPECTED)(
    "finds every item of $file where its source says, by line, column and byte",
    ({ file }) => {
      const { document, bytes } = read(file);
      const lines = bytes.toString("utf8").split("\n");
      for (const task of document.tasks) {
        const line = lines[task.source.line - 1] ?? "";
        expect(line.slice(task.source.column - 1)).toMatch(/^(?:- \[[ x]\] |\d+\. |\*\*TASK_\d+\*\*)/);
        const lineEnd = bytes.indexOf("\n", task.source.offset);
        expect(bytes.toString("utf8", task.source.offset, lineEnd)).toBe(line.slice(task.source.column - 1));
      }
    },
  );

  it.each(EXPECTED)("gives every item of $file an id of its own of at most 32 characters", ({ file }) => {
    const ids = read(file).document.tasks.map((task) => task.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.length > 32)).toEqual([]);
  });

  it.each(EXPECTED)("has no error in $file", ({ file }) => {
    expect(read(file).document.diagnostics.filter((diagnostic) => diagnostic.severity === "error")).toEqual(
      [],
    );
  });

  it("calls phase 2 of the toolchain Blue-Green Implementation, never the boilerplate of its section 7", () => {
    const { document } = read("000-canary.md");
    expect(document.phases.filter((phase) => phase.number === 2)).toEqual([
      expect.objectContaining({
        title: "Blue-Green Implementation",
        priority: "high",
        id: "blue-green-implementation",
      }),
    ]);
  });

  it("takes priorities from the phase headings, not from the converter's tags", () => {
    const { document } = read("000-canary.md");
    const byPhase = document.phases.map((phase) => [
      phase.number,
      [
        ...new Set(
          ofKind(document, "task")
            .filter((task) => task.phase === phase.id)
            .map((task) => task.priority),
        ),
      ],
    ]);
    expect(byPhase).toEqual([
      [1, ["critical"]],
      [2, ["high"]],
      [3, ["high"]],
      [4, ["high"]],
      [5, ["medium"]],
      [6, ["medium"]],
    ]);
    expect(document.diagnostics.filter(({ code }) => code === "priority-tag-ignored")).toHaveLength(1);
  });

  it("keeps the fifteen sub-bullets of the task management phase as details", () => {
    const { document } = read("000-canary.md");
    const details = ofKind(document, "task").filter((task) => task.details.length > 0);
    expect(details.map((task) => task.details.length)).toEqual([4, 5, 6]);
  });

  it("repairs the mojibake of the podinfo document but for three places, which it names", () => {
    const { document } = read("001-podinfo.md");
    const broken = document.diagnostics.filter(({ code }) => code === "mojibake-broken");
    expect(broken.map(({ line }) => line)).toEqual([860, 1013, 1093]);
    expect(document.diagnostics.find(({ code }) => code === "mojibake-repaired")?.message).toMatch(/^173 /);
    expect(document.tasks.map((task) => task.title)).toContain(
      "Traffic increment steps (10%→30%→50%→75%→100%)",
    );
    expect(document.phases.map((phase) => phase.title).slice(0, 2)).toEqual([
      "ArgoCD Setup and Configuration",
      "Argo Rollouts Installation",
    ]);
  });

  it.each(EXPECTED.filter(({ file }) => !file.startsWith("001")))("repairs nothing in $file", ({ file }) => {
    expect(read(file).document.diagnostics.filter(({ code }) => code.startsWith("mojibake"))).toEqual([]);
  });

  it("warns once of the fence that is not closed in the canary guide", () => {
    const { document } = read("003-canary-guide.md");
    const warnings = document.diagnostics.filter(({ code }) => code === "unclosed-fence");
    expect(warnings.map(({ line, severity }) => [line, severity])).toEqual([[674, "warning"]]);
  });

  it.each(EXPECTED)("warns of the template braces of $file", ({ file }) => {
    const { document } = read(file);
    const codes = document.diagnostics
      .filter(({ severity }) => severity === "warning")
      .map(({ code }) => code);
    expect(codes).toContain("template-placeholder");
  });

  it("makes the seven numbered steps of the orchestrator's readme its tasks, with the converter's names", () => {
    const tasks = ofKind(read("004-orchestrator.md").document, "task");
    expect(tasks.map((task) => task.aliases)).toEqual(
      [3, 4, 5, 6, 7, 8, 9].map((number) => [`TASK_00${number}`]),
    );
    expect(tasks.map((task) => task.source.line)).toEqual([243, 244, 245, 246, 247, 248, 249]);
    expect(new Set(tasks.map((task) => task.section.at(-1)))).toEqual(
      new Set(["Canary Deployment Strategy"]),
    );
  });
});
