import { afterEach, beforeEach, expect, it } from "vitest";
import { prdDocumentSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

const KEPT = "setup-create-the-cluster";
let workspace: Workspace;

const canary = (...argv: readonly string[]): Promise<CanaryRun> => runCanary(workspace, argv);

beforeEach(async () => {
  workspace = createWorkspace();
  workspace.write("PRD.md", "# Plan\n\n## Phase 1: Setup\n\n- [ ] Create the cluster\n- [ ] Look at it\n");
  await canary("parse", "PRD.md");
  const reworded = workspace.read("PRD.md").replace("the cluster", "the kind cluster");
  workspace.write("PRD.md", reworded.replace("Look at it", `Look at it (depends on ${KEPT})`));
});
afterEach(() => workspace.remove());

it.each([["--dry-run"], []])("a task keeps the id that it is printed with: parse %s", async (...options) => {
  const { stdout, exitCode } = await canary("parse", "PRD.md", "-o", "json", ...options);
  const { tasks } = prdDocumentSchema.parse(JSON.parse(stdout));
  expect([exitCode, tasks.map(({ id, title }) => `${id}: ${title}`)]).toEqual([
    0,
    [`${KEPT}: Create the kind cluster`, "setup-look-at-it: Look at it"],
  ]);
  expect(tasks[1]?.dependencies).toEqual([KEPT]);
});

it("--explain calls it by that id, and sync takes it for a dependency", async () => {
  const { stdout } = await canary("parse", "PRD.md", "--explain", "5");
  expect(stdout).toContain(`a task: ${KEPT} Create the kind cluster`);
  expect(await canary("tasks", "sync")).toMatchObject({ exitCode: 0 });
  expect((await canary("tasks", "why", "setup-look-at-it")).stdout).toContain(KEPT);
});

it("the id that the new words would give means the same task", async () => {
  const text = workspace.read("PRD.md").replace(KEPT, "setup-create-the-kind-cluster");
  workspace.write("PRD.md", text);
  expect(await canary("parse", "PRD.md")).toMatchObject({ exitCode: 0 });
  expect((await canary("tasks", "why", "setup-look-at-it")).stdout).toContain(KEPT);
});

it("a name that neither the text nor the store knows is still an error", async () => {
  workspace.write("PRD.md", workspace.read("PRD.md").replace(KEPT, "setup-create-the-cloud"));
  const { exitCode, stderr } = await canary("parse", "PRD.md");
  expect([exitCode, stderr.includes("dangling-dependency")]).toEqual([1, true]);
});

it("a check says what is wrong with the text, whatever is wrong with the store", async () => {
  workspace.write("PRD.md", workspace.read("PRD.md").replace(KEPT, "setup-create-the-cloud"));
  workspace.write(".canary/tasks.json", "{");
  const { exitCode, stdout } = await canary("parse", "--check", "PRD.md");
  expect([exitCode, stdout.includes("dangling-dependency")]).toEqual([1, true]);
});
