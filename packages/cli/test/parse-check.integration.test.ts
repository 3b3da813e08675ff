import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lineExplanationSchema, prdCheckSchema, prdDocumentListSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

const CLEAN = "# Clean\n\n## Phase 1: A\n\n- [ ] One {#one}\n- [x] Two (depends on one)\n";
const WARNING = "# Odd\n\n- [%] One\n";
const ERROR = "# Wrong\n\n- [ ] One {#same}\n- [ ] Two {#same}\n";

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
  workspace.write("clean.md", CLEAN);
  workspace.write("odd.md", WARNING);
  workspace.write("wrong.md", ERROR);
});
afterEach(() => workspace.remove());

function parse(...argv: readonly string[]): Promise<CanaryRun> {
  return runCanary(workspace, ["parse", ...argv]);
}

describe("canary parse --check", () => {
  it("prints nothing on stdout about a clean document, and writes no store", async () => {
    const run = await parse("--check", "clean.md");
    expect(run).toMatchObject({ stdout: "", stderr: "clean.md: nothing to report\n", exitCode: 0 });
    expect(workspace.has(".canary")).toBe(false);
  });

  it("prints a line a finding, and fails for errors only", async () => {
    const odd = await parse("--check", "odd.md");
    expect(odd.stdout).toMatch(/^odd\.md:3:1 warning checkbox-unknown .+\n$/);
    expect(odd.exitCode).toBe(0);
    const wrong = await parse("--check", "odd.md", "wrong.md");
    expect(wrong.stdout).toMatch(/^odd\.md:3:1 warning .+\nwrong\.md:4:1 error duplicate-id .+\n$/);
    expect(wrong.stderr).toBe("2 files: 1 error, 1 warning\n");
    expect(wrong.exitCode).toBe(1);
  });

  it("fails for more warnings than are allowed", async () => {
    expect((await parse("--check", "odd.md", "--max-warnings", "1")).exitCode).toBe(0);
    const run = await parse("--check", "odd.md", "--max-warnings=0");
    expect(run.stderr).toContain("1 warning (0 allowed)");
    expect(run.exitCode).toBe(1);
    expect((await parse("--check", "odd.md", "--max-warnings", "few")).exitCode).toBe(2);
  });

  it("names what came close where nothing is an item", async () => {
    workspace.write("none.md", "# None\n\n- Plain\n\n[ ] Bare\n");
    const run = await parse("--check", "none.md");
    expect(run.stdout).toContain("none.md:1:1 error no-items");
    expect(run.stdout).toContain("line 5 has a checkbox not right behind a list marker; line 3 is a bullet");
    expect(run.stdout).toContain("none.md:3:1 info near-miss");
    expect(run.exitCode).toBe(1);
  });

  it.each([
    ["an empty", "", "1:1 error empty-document"],
    ["a binary", "a\0b", "1:2 error binary-content"],
  ])("reports %s file as a finding, with its place", async (_, text, finding) => {
    workspace.write("x.md", text);
    const run = await parse("--check", "x.md");
    expect(run.stdout).toContain(`x.md:${finding}`);
    expect(run.exitCode).toBe(1);
  });

  it("prints one PrdCheck with -o json, also when it fails", async () => {
    const run = await parse("--check", "-o", "json", "odd.md", "wrong.md");
    const check = prdCheckSchema.parse(JSON.parse(run.stdout));
    expect(check).toMatchObject({
      ok: false,
      files: ["odd.md", "wrong.md"],
      errors: 1,
      warnings: 1,
      infos: 0,
    });
    expect(run.exitCode).toBe(1);
  });

  it("prints a SARIF log with a rule for each code and a result for each finding", async () => {
    const { stdout, exitCode } = await parse("--check", "-o", "sarif", "odd.md", "wrong.md");
    const log = JSON.parse(stdout);
    expect(log.version).toBe("2.1.0");
    const [{ tool, results }] = log.runs;
    expect(tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual([
      "duplicate-id",
      "checkbox-unknown",
    ]);
    expect(results).toMatchObject([
      {
        ruleId: "checkbox-unknown",
        ruleIndex: 1,
        level: "warning",
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "odd.md" },
              region: { startLine: 3, startColumn: 1 },
            },
          },
        ],
      },
      { ruleId: "duplicate-id", ruleIndex: 0, level: "error" },
    ]);
    expect(exitCode).toBe(1);
  });

  it("names files as they were given, also from a folder below the project", async () => {
    workspace.write("canary.yaml", "apiVersion: canary.dev/v1\n");
    workspace.write("docs/x.md", "");
    const run = await runCanary(workspace, ["parse", "--check", "../odd.md"], {
      cwd: workspace.path("docs"),
    });
    expect(run.stdout).toMatch(/^\.\.\/odd\.md:3:1 /);
  });

  it.each([
    [["--check", "gone.md"], "CANARY_PRD_NOT_FOUND"],
    [["--check", "--explain", "1", "clean.md"], "CANARY_USAGE"],
    [["--max-warnings", "1", "clean.md"], "CANARY_USAGE"],
    [["-o", "sarif", "clean.md"], "CANARY_USAGE"],
    [["--stdin-name", "x.md", "clean.md"], "CANARY_USAGE"],
    [["--explain", "99", "clean.md"], "CANARY_USAGE"],
    [["--explain", "0", "clean.md"], "CANARY_USAGE"],
    [["--explain", "1", "clean.md", "odd.md"], "CANARY_USAGE"],
  ])("refuses %j with exit 2", async (argv, code) => {
    const run = await parse(...argv);
    expect(run.stderr).toContain(code);
    expect(run.stdout).toBe("");
    expect(run.exitCode).toBe(2);
  });
});

describe("canary parse of several documents", () => {
  it("merges each, and prints one list with -o json", async () => {
    workspace.write("shop.md", "# Shop\n\n- [ ] Sell\n");
    const run = await parse("clean.md", "shop.md", "-o", "json");
    const { documents } = prdDocumentListSchema.parse(JSON.parse(run.stdout));
    expect(documents.map(({ metadata }) => metadata.title)).toEqual(["Clean", "Shop"]);
    const again = await parse("clean.md", "shop.md");
    expect(again.stdout.match(/store: nothing changed/g)).toHaveLength(2);
  });

  it("keeps documents apart whose paths look alike, also in one run, and finds each again", async () => {
    workspace.write("docs/a.md", "- [ ] Sell\n");
    workspace.write("docs-a.md", "- [ ] Buy\n");
    await parse("docs/a.md", "docs-a.md");
    const again = await parse("docs-a.md", "docs/a.md");
    expect(again.stdout.match(/store: nothing changed/g)).toHaveLength(2);
    const store = workspace.read(".canary/tasks.json");
    const documents = [...store.matchAll(/"document":\s*"([^"]+)"/g)].map(([, id]) => id);
    expect(documents).toEqual(["docs-a", expect.stringMatching(/^docs-a-[a-z0-9]{4}$/)]);
  });

  it("merges none when one of them has errors", async () => {
    const run = await parse("clean.md", "wrong.md");
    expect(run.stderr).toContain("CANARY_PRD_INVALID");
    expect(run.exitCode).toBe(1);
    expect(workspace.has(".canary")).toBe(false);
  });

  it("reads stdin for -, under the name that it is given", async () => {
    const run = await runCanary(workspace, ["parse", "-", "--stdin-name", "docs/in.md", "-o", "json"], {
      input: CLEAN,
    });
    expect(JSON.parse(run.stdout).tasks[0].source.file).toBe("docs/in.md");
    const check = await runCanary(workspace, ["parse", "--check", "-"], { input: WARNING });
    expect(check.stdout).toMatch(/^stdin:3:1 warning/);
  });

  it("shows with --dry-run what a merge would change, and writes nothing", async () => {
    await parse("clean.md");
    const before = workspace.read(".canary/tasks.json");
    workspace.write("clean.md", CLEAN.replace("- [x] Two", "- [ ] Three {#three}\n- [ ] Two again"));
    const { stdout } = await parse("clean.md", "--dry-run");
    expect(stdout).toContain("+ three  Three");
    expect(stdout).toContain('  ~ a-two  Two again (was "Two"; recognised by likeness, 0.');
    expect(stdout).toContain("store: 1 added, 1 changed, 1 unchanged");
    expect(stdout).toContain("dry run: nothing was written");
    expect(workspace.read(".canary/tasks.json")).toBe(before);
  });
});

it("says where a moved item was, and what a removed one was called", async () => {
  workspace.write(
    "move.md",
    "## Phase 1: A\n- [ ] One {#one}\n- [ ] Two {#two}\n## Phase 2: B\n- [ ] Three {#three}\n",
  );
  await parse("move.md");
  workspace.write("move.md", "## Phase 1: A\n- [ ] One {#one}\n## Phase 2: B\n- [ ] Two {#two}\n");
  const { stdout } = await parse("move.md");
  expect(stdout).toContain("  > two  Two (from a to b)\n");
  expect(stdout).toContain("  - three  Three\n");
});

describe("canary parse --explain", () => {
  it("says how a line was read, and why", async () => {
    const { stdout, exitCode } = await parse("--explain", "6", "clean.md");
    expect(stdout).toContain("clean.md:6  - [x] Two (depends on one)");
    expect(stdout).toContain("read as  a task: a-two Two");
    for (const reason of [
      "which means completed",
      "dependencies in brackets",
      'its phase is 1, "A" (line 3)',
      "it waits for one (line 5)",
    ])
      expect(stdout).toContain(reason);
    expect(exitCode).toBe(0);
  });

  it("prints one LineExplanation with -o json", async () => {
    const { stdout } = await parse("--explain", "3", "clean.md", "-o", "json");
    expect(lineExplanationSchema.parse(JSON.parse(stdout))).toMatchObject({
      line: 3,
      readAs: "phase",
      item: null,
    });
  });
});

it("gives checkbox marks the meaning that canary.yaml gives them", async () => {
  workspace.write(
    "canary.yaml",
    'apiVersion: canary.dev/v1\ncheckboxMarks: {"-": in_progress, wt: skipped}\n',
  );
  workspace.write("PRD.md", "- [-] Going on\n- [wt] Waiting\n");
  const run = await parse("-o", "json");
  expect(JSON.parse(run.stdout).tasks.map((task: { status: string }) => task.status)).toEqual([
    "in_progress",
    "skipped",
  ]);
  expect(run.stderr).not.toContain("checkbox-ambiguous");
});
