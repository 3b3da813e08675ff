import { beforeEach, describe, expect, it } from "vitest";
import { canary, parseBeforeEach, workspace } from "./support/task-project.ts";

const A =
  "# A\n\n## Phase 1: Infra\n\n- [ ] One {#one}\n- [ ] Two {#two}\n\n### Acceptance criteria\n\n- [ ] It works\n";
const B =
  "# B\n\n- [ ] Alone {#alone}\n\n## Phase 1: Infra\n\n- [ ] One {#one}\n\n## Phase 2: Docs\n\n- [ ] Guide {#guide}\n";

parseBeforeEach(`- [ ] Beside {#beside}\n\n${A}`);
beforeEach(async () => {
  workspace.write("b.md", B);
  await canary("parse", "b.md");
});

describe("a store of two documents", () => {
  it("does not touch what a third one is read as, until it is merged", async () => {
    workspace.write("c.md", B.replace("# B", "# C"));
    const dryRun = await canary("parse", "c.md", "--dry-run", "-o", "json");
    const before = workspace.read(".canary/tasks.json");
    expect(JSON.parse(dryRun.stdout).tasks.map(({ id }: { id: string }) => id)).toEqual([
      "alone",
      "one",
      "guide",
    ]);
    expect(workspace.read(".canary/tasks.json")).toBe(before);
    expect((await canary("parse", "c.md", "-o", "json")).stdout).toBe(dryRun.stdout);
  });

  it("names the document of the tasks that a list shows", async () => {
    const footers = ["--phase=2", "--phase=b:infra", "--phase=1", "--status=pending"].map(async (option) => {
      const { stdout } = await canary("tasks", "list", option);
      return stdout.trimEnd().split("\n").at(-1);
    });
    expect(await Promise.all(footers)).toEqual([
      "of b; see also --document prd, or all",
      "of b; see also --document prd, or all",
      "of prd; see also --document b, or all",
      "of prd; see also --document b, or all",
    ]);
  });

  it("reports each phase with its document, also what is outside every phase", async () => {
    const [{ stdout: table }, { stdout: markdown }] = await Promise.all([
      canary("tasks", "report", "--document", "all"),
      canary("tasks", "report", "--document", "all", "-o", "markdown"),
    ]);
    for (const label of [
      "prd: 1 Infra",
      "b: 1 Infra",
      "prd: outside every phase",
      "b: outside every phase",
    ]) {
      expect(table).toContain(label);
      expect(markdown).toContain(`| ${label} |`);
    }
    expect((await canary("tasks", "report")).stdout).not.toContain("prd:");
  });

  it("calls tasks in its history what lists call them", async () => {
    await canary("tasks", "start", "b:one");
    const { stdout } = await canary("tasks", "history", "--limit", "1");
    expect(stdout).toMatch(/^… .*\n\S+ b:one pending → in_progress /);
  });

  it("numbers only what can be named by its number", async () => {
    const { stdout } = await canary("tasks", "list", "--kind", "all", "--document", "all");
    const cells = (id: string): string => stdout.split("\n").find((line) => line.startsWith(`${id} `)) ?? "";
    expect(cells("two")).toMatch(/ 1\.2 +Two$/);
    expect(cells("infra-it-works")).toMatch(/ – +It works$/);
    expect(cells("b:one")).toMatch(/ – +One$/);
  });
});
