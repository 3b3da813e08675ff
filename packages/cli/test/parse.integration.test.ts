import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorReportSchema, prdDocumentSchema } from "@canary/core/schemas";
import { cleanEnvironment, createWorkspace, runCanary } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { parse as parseYaml } from "yaml";

const PRD = `# A small plan

## Phase 1: Ground (Priority: Critical)

- [ ] Level the ground {#ground-level}
- [x] Mark the corners {#ground-mark}

## Phase 2: Walls

- [ ] Raise the walls {#walls-raise} (depends on ground-level)

### Acceptance criteria

- [ ] The walls stand
`;

/** What root must begin a command with for a permission to hold for it, too. */
const CAPABILITIES = "-dac_override,-dac_read_search";
const WITHOUT_PRIVILEGE =
  process.getuid?.() === 0 ? ["setpriv", `--inh-caps=${CAPABILITIES}`, `--bounding-set=${CAPABILITIES}`] : [];

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

describe("canary parse", () => {
  it("summarises the document and merges it into the store", async () => {
    workspace.write("PRD.md", PRD);
    const { exitCode, stdout, stderr } = await runCanary(workspace, ["parse", "PRD.md"]);
    expect(stderr).toBe("");
    expect(stdout).toContain("A small plan");
    expect(stdout).toContain("3 tasks in 2 phases, 1 criterion; 1 of 4 boxes ticked");
    expect(stdout).toContain("store: 4 added");
    expect(exitCode).toBe(0);
    expect(workspace.has(".canary/tasks.json")).toBe(true);
  });

  it("says that nothing changed when it is run again, and keeps what was done", async () => {
    workspace.write("PRD.md", PRD);
    await runCanary(workspace, ["parse", "PRD.md"]);
    await runCanary(workspace, ["tasks", "update", "ground-level", "--status=completed"]);
    const { stdout } = await runCanary(workspace, ["parse", "PRD.md"]);
    expect(stdout).toContain("store: nothing changed");
    const list = await runCanary(workspace, ["tasks", "list", "--status=completed", "-o", "json"]);
    expect(JSON.parse(list.stdout).tasks.map((task: { id: string }) => task.id)).toEqual([
      "ground-level",
      "ground-mark",
    ]);
  });

  it.each([
    ["json", (text: string): unknown => JSON.parse(text)],
    ["yaml", (text: string): unknown => parseYaml(text)],
  ])("prints one valid PrdDocument with -o %s", async (format, read) => {
    workspace.write("PRD.md", PRD);
    const { stdout } = await runCanary(workspace, ["parse", "PRD.md", "-o", format]);
    const document = prdDocumentSchema.parse(read(stdout));
    expect(document.phases.map(({ id, number, priority }) => ({ id, number, priority }))).toEqual([
      { id: "ground", number: 1, priority: "critical" },
      { id: "walls", number: 2, priority: null },
    ]);
    expect(document.tasks.find(({ id }) => id === "walls-raise")).toMatchObject({
      title: "Raise the walls",
      phase: "walls",
      dependencies: ["ground-level"],
      source: { file: "PRD.md", line: 10 },
    });
  });

  it("writes nothing with --dry-run", async () => {
    workspace.write("PRD.md", PRD);
    const { stdout, exitCode } = await runCanary(workspace, ["parse", "PRD.md", "--dry-run"]);
    expect(stdout).toContain("dry run");
    expect(exitCode).toBe(0);
    expect(workspace.has(".canary")).toBe(false);
  });
});

describe("canary parse of what is no PRD", () => {
  const cases: readonly (readonly [string, (made: Workspace) => void, number, string])[] = [
    ["a missing file", () => undefined, 2, "CANARY_PRD_NOT_FOUND"],
    ["a folder", (made) => mkdirSync(made.path("x.md")), 2, "CANARY_PRD_UNREADABLE"],
    [
      "a binary file",
      (made) =>
        made.write(
          "x.md",
          Uint8Array.from({ length: 512 }, (_, index) => (index * 7) % 256),
        ),
      1,
      "CANARY_PRD_BINARY",
    ],
    ["an empty file", (made) => made.write("x.md", " \n"), 1, "CANARY_PRD_EMPTY"],
    ["a file without items", (made) => made.write("x.md", "# Title\n\nProse.\n"), 1, "CANARY_PRD_NO_ITEMS"],
  ];

  it.each(cases)(
    "%s ends with its own error and leaves the store alone",
    async (_name, prepare, exitCode, code) => {
      workspace.write("PRD.md", PRD);
      await runCanary(workspace, ["parse", "PRD.md"]);
      const before = workspace.read(".canary/tasks.json");
      prepare(workspace);
      const run = await runCanary(workspace, ["parse", "x.md"]);
      expect(run.stderr).toContain(code);
      expect(run.stderr).toContain("x.md");
      expect(run.stderr).toMatch(/\n {2}fix .{10}/);
      expect(run.stdout).toBe("");
      expect(run.exitCode).toBe(exitCode);
      expect(workspace.read(".canary/tasks.json")).toBe(before);
    },
  );

  it("errors in the content name file, line and column, and leave the store alone", async () => {
    workspace.write("PRD.md", "# P\n\n## Phase 1: A\n\n- [ ] One {#same}\n- [ ] Two {#same}\n");
    const run = await runCanary(workspace, ["parse", "PRD.md"]);
    expect(run.stderr).toMatch(/PRD\.md:6:\d+ error/);
    expect(run.stderr).toContain("CANARY_PRD_INVALID");
    expect(run.exitCode).toBe(1);
    expect(workspace.has(".canary/tasks.json")).toBe(false);
  });

  it("keeps to one JSON document on stdout when it fails", async () => {
    const run = await runCanary(workspace, ["parse", "gone.md", "-o", "json"]);
    expect(errorReportSchema.parse(JSON.parse(run.stdout))).toMatchObject({
      kind: "Error",
      code: "CANARY_PRD_NOT_FOUND",
      exitCode: 2,
    });
    expect(run.exitCode).toBe(2);
  });

  it("a file without read permission ends with exit 2", () => {
    workspace.write("x.md", PRD);
    chmodSync(workspace.path("x.md"), 0);
    // A copy: without its capabilities, root may not look into the home folder of whoever built it.
    cpSync(join(import.meta.dirname, "../dist"), workspace.path("program"), { recursive: true });
    const argv = [...WITHOUT_PRIVILEGE, process.execPath, "program/canary.cjs", "parse", "x.md"];
    const run = spawnSync("env", argv, {
      cwd: workspace.directory,
      env: cleanEnvironment(workspace),
      encoding: "utf8",
    });
    expect(run.stderr).toContain("CANARY_PRD_UNREADABLE");
    expect(run.status).toBe(2);
  });
});
