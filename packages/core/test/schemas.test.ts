import { describe, expect, it } from "vitest";
import { envelope } from "../src/envelope.ts";
import type { PrdDocument } from "../src/prd/prd-document.ts";
import { isSuccess, OUTCOMES } from "../src/run/outcome.ts";
import type { RunResult } from "../src/run/run-result.ts";
import {
  canaryConfigSchema,
  prdDocumentSchema,
  runResultSchema,
  taskListSchema,
} from "../src/schemas/index.ts";
import type { Task } from "../src/task/task.ts";

const source = { file: "PRD.md", line: 3, column: 1, offset: 40 };

const task: Task = {
  id: "infra-host",
  aliases: ["TASK_001"],
  title: "Check the host",
  kind: "task",
  phase: "infra",
  section: ["Phase 1: Infra"],
  priority: "critical",
  status: "pending",
  dependencies: [],
  details: [],
  source,
  document: "prd",
  updatedAt: "2026-11-21T09:00:00.000Z",
};

const document: PrdDocument = {
  metadata: {
    title: "T",
    project: null,
    document: null,
    version: null,
    date: null,
    status: null,
    owners: [],
  },
  phases: [{ id: "infra", number: 1, title: "Infra", priority: "critical", source }],
  tasks: [task],
  requirements: [{ id: "REQ-001", text: "It runs.", source }],
  diagnostics: [],
  statistics: { checkboxes: { total: 1, completed: 0 }, phases: 1, tasks: 1, criteria: 0, fragments: 0 },
};

const stored = {
  ...task,
  localId: task.id,
  number: "1.1",
  box: "pending",
  event: "01J0000000000000000000001",
};

const run: RunResult = {
  run: "01J0000000000000000000000",
  phase: "infra",
  environment: "local",
  success: true,
  tasksCompleted: 1,
  tasksFailed: 0,
  durationMs: 12,
  results: [
    {
      task: "infra-host",
      title: "Check the host",
      success: true,
      outcome: "changed",
      output: "",
      error: null,
      durationMs: 12,
      evidence: [
        { environment: "local", command: ["true"], exitCode: 0, excerpt: "", at: "2026-11-21T09:00:00.000Z" },
      ],
    },
  ],
};

describe("a schema accepts what its type describes", () => {
  it("PrdDocument", () => {
    expect(prdDocumentSchema.safeParse(envelope("PrdDocument", document)).error).toBeUndefined();
  });

  it("TaskList", () => {
    expect(
      taskListSchema.safeParse(envelope("TaskList", { total: 1, tasks: [stored] })).error,
    ).toBeUndefined();
  });

  it("RunResult", () => {
    expect(runResultSchema.safeParse(envelope("RunResult", run)).error).toBeUndefined();
  });
});

describe("a schema refuses", () => {
  it.each([
    ["another kind", { kind: "TaskList" }],
    ["another version", { apiVersion: "canary.dev/v2" }],
    ["an unknown status", { tasks: [{ ...task, status: "done" }] }],
    ["an empty id", { tasks: [{ ...task, id: "" }] }],
    ["line 0", { tasks: [{ ...task, source: { ...source, line: 0 } }] }],
  ])("%s", (_what, change) => {
    const value = { ...envelope("PrdDocument", document), ...change };
    expect(prdDocumentSchema.safeParse(value).success).toBe(false);
  });

  it("a time without a zone", () => {
    const value = envelope("TaskList", { total: 1, tasks: [{ ...task, updatedAt: "2026-11-21 09:00" }] });
    expect(taskListSchema.safeParse(value).success).toBe(false);
  });
});

describe("canary.yaml", () => {
  it("needs only its version", () => {
    expect(canaryConfigSchema.parse({ apiVersion: "canary.dev/v1" })).toMatchObject({
      document: "PRD.md",
      playbooks: "playbooks",
      environment: "local",
      environments: {},
    });
  });

  it.each([
    ["an unknown key", { apiVersion: "canary.dev/v1", documnet: "PRD.md" }],
    [
      "a cluster name that is no name",
      { apiVersion: "canary.dev/v1", environments: { a: { cluster: "A B" } } },
    ],
    [
      "an unknown provider",
      { apiVersion: "canary.dev/v1", environments: { a: { cluster: "a", provider: "vm" } } },
    ],
  ])("refuses %s", (_what, value) => expect(canaryConfigSchema.safeParse(value).success).toBe(false));
});

it("only ok and changed are successes", () => {
  expect(OUTCOMES.filter(isSuccess)).toEqual(["ok", "changed"]);
});

it("an envelope says first what it is", () => {
  expect(Object.keys(envelope("Task", { id: "a" }))).toEqual(["apiVersion", "kind", "id"]);
});
