import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { playbookEntrySchema, playbookReportSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

const PRD = `# Plan

## Phase 1: Ground

- [ ] Level the ground {#level}
- [ ] Mark the corners {#mark} (depends on level)
- [ ] Dig, with "care" {#dig}
`;

const HEAD = "apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n";
const LEVEL = '  level:\n    run: [{ command: { argv: [touch, "${var.file}"] } }] # keep me\n';
const CONFIG = `apiVersion: canary.dev/v1
environment: one
environments:
  one: { cluster: one, variables: { file: levelled } }
  two: { cluster: two }
`;

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
  workspace.write("PRD.md", PRD);
  workspace.write("canary.yaml", CONFIG.replace("cluster: two", "cluster: two, variables: { file: x }"));
  workspace.write("playbooks/ground.yaml", HEAD + LEVEL);
});
afterEach(() => workspace.remove());

function canary(...argv: string[]): Promise<CanaryRun> {
  return runCanary(workspace, argv);
}

describe("canary playbook check", () => {
  it("is content with good playbooks, also before the document was parsed", async () => {
    const check = await canary("playbook", "check");
    expect(check).toMatchObject({ exitCode: 0, stderr: "" });
    expect(check.stdout).toContain("✔ no mistakes in 1 file, 1 entry, checked for one, two");
    expect(check.stdout).toContain("1 of 3 tasks have an entry");
  });

  it("says every mistake at once, with its place, and ends with 2", async () => {
    workspace.write("canary.yaml", CONFIG);
    workspace.write("playbooks/a.yaml", `${HEAD}  mark:\n    runn: []\n    verify: [{ wait: 3 }]\n`);
    workspace.write("playbooks/b.yaml", `${HEAD}  marc:\n    run: [{ command: { argv: ["true"] } }]\n`);
    workspace.write(
      "playbooks/c.yaml",
      `${HEAD}  dig:\n    verify: [{ http: { url: "https://example.com/" } }]\n`,
    );
    workspace.write("playbooks/d.yaml", "tasks: [\n");
    const check = await canary("playbook", "check", "-o", "json");
    expect(check.exitCode).toBe(2);
    const { diagnostics } = playbookReportSchema.parse(JSON.parse(check.stdout));
    const places = diagnostics.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
    expect(places).toEqual(
      expect.arrayContaining([
        "playbooks/a.yaml:5:5 yaml-schema",
        "playbooks/b.yaml:4:3 playbook-task-unknown",
        "playbooks/c.yaml:5:29 playbook-url",
        "playbooks/ground.yaml:5:38 playbook-name-unknown",
      ]),
    );
    expect(
      places.some((place) => place.startsWith("playbooks/d.yaml:") && place.endsWith("yaml-syntax")),
    ).toBe(true);
    expect(diagnostics.find(({ code }) => code === "playbook-name-unknown")?.message).toContain(
      "(environment two)",
    );
    expect(diagnostics.find(({ code }) => code === "playbook-task-unknown")?.message).toContain(
      "did you mean mark?",
    );
  });

  it("finds two entries for one task", async () => {
    workspace.write("playbooks/a.yaml", HEAD + LEVEL);
    expect((await canary("playbook", "check")).stdout).toContain(
      'playbooks/ground.yaml:4:3 error playbook-entry-twice task "level" has an entry already, at playbooks/a.yaml:4:3',
    );
  });

  it("checks one file, and says when it is not there", async () => {
    workspace.write("other.yaml", HEAD + LEVEL.replace("level", "dig"));
    expect((await canary("playbook", "check", "other.yaml")).exitCode).toBe(0);
    expect((await canary("playbook", "check", "none.yaml")).stderr).toContain("none.yaml cannot be read");
  });
});

describe("canary playbook new", () => {
  beforeEach(async () => {
    await canary("parse", "PRD.md");
  });

  it("puts an entry behind what is there, which passes the check and whose verification fails", async () => {
    const before = workspace.read("playbooks/ground.yaml");
    const made = await canary("playbook", "new", "dig", "-o", "json");
    expect(made.exitCode).toBe(0);
    expect(playbookEntrySchema.parse(JSON.parse(made.stdout))).toMatchObject({
      task: "dig",
      file: "playbooks/ground.yaml",
      isWritten: true,
    });
    const after = workspace.read("playbooks/ground.yaml");
    expect(after.startsWith(before)).toBe(true);
    expect(after).toContain('# Dig, with "care" (PRD.md:7)');
    expect((await canary("playbook", "check")).exitCode).toBe(0);
    const run = await canary("run", "task", "dig");
    expect(run.exitCode).toBe(1);
    expect((await canary("tasks", "show", "dig", "-o", "json")).stdout).toContain('"status": "failed"');
  });

  it.each(["command", "kubectl", "helm", "argocd", "terraform"])(
    "begins with %s in a file that is new",
    async (tool) => {
      expect(
        (await canary("playbook", "new", "mark", "--tool", tool, "--file", "playbooks/new.yaml")).exitCode,
      ).toBe(0);
      expect(await canary("playbook", "check")).toMatchObject({ exitCode: 0 });
    },
  );

  it("writes nothing with --dry-run, for a task that has an entry, and into a file that cannot take it", async () => {
    expect((await canary("playbook", "new", "mark", "--dry-run")).stdout).toContain("  mark:\n");
    expect((await canary("playbook", "new", "level")).stderr).toContain(
      'task "level" has an entry already, at playbooks/ground.yaml:4:3',
    );
    workspace.write(
      "playbooks/flow.yaml",
      `apiVersion: canary.dev/v1\ntasks: { dig: { run: [] } }\nkind: Playbook\n`,
    );
    const refused = await canary("playbook", "new", "mark", "--file", "playbooks/flow.yaml");
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("cannot take an entry at its end");
    expect(workspace.read("playbooks/ground.yaml")).toBe(HEAD + LEVEL);
    expect((await canary("playbook", "new", "marc")).stderr).toContain("mark");
  });
});
