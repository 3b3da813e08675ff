import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { syncReportSchema } from "@canary/core/schemas";
import { canary, json, parseBeforeEach, workspace } from "./support/task-project.ts";

const PRD = `# Plan

## Phase 1: Infra

- [ ] Make the cluster {#cluster}
* [ ] Install the tools {#tools} (depends on cluster)
1) [ ] Draw a picture {#picture}
- [] Without a place for a mark {#empty}
`;

/** The same under Windows-1252 read as UTF-8, as converters leave it. */
const MOJIBAKE = `# Plan

## Phase 1: Infra

- [ ] Make the cluster â€“ quickly {#cluster}
- [X] Ask for 5 â‚¬ {#ask}
`;

async function statuses(): Promise<Record<string, string>> {
  const { tasks } = await json("tasks", "list", "--document", "all");
  return Object.fromEntries(tasks.map(({ id, status }: { id: string; status: string }) => [id, status]));
}

/** What a text has that another has not, character by character. */
function differences(before: string, after: string): readonly string[] {
  expect(after.length).toBe(before.length);
  return before
    .split("")
    .flatMap((character, at) => (character === after[at] ? [] : [`${character}${after[at]}`]));
}

parseBeforeEach(PRD);

describe("--write-back", () => {
  it("ticks the boxes of what is completed, one character each, and empties them on reset", async () => {
    await canary("tasks", "complete", "cluster", "tools", "--write-back");
    expect(differences(PRD, workspace.read("PRD.md"))).toEqual([" x", " x"]);
    await canary("tasks", "reset", "tools", "--write-back");
    expect(differences(PRD, workspace.read("PRD.md"))).toEqual([" x"]);
  });

  it("keeps the status, names the box that it cannot write, and says so by exit code 1", async () => {
    const run = await canary("tasks", "complete", "empty", "cluster", "--write-back");
    expect(run.stderr).toContain("empty (PRD.md:8)");
    expect(run.stderr).toContain("no room for a mark");
    expect(run.exitCode).toBe(1);
    expect(await statuses()).toMatchObject({ empty: "completed", cluster: "completed" });
    expect(differences(PRD, workspace.read("PRD.md"))).toEqual([" x"]);
  });

  it("writes nothing into a line that is not the one that was parsed", async () => {
    workspace.write("PRD.md", PRD.replace("Make the cluster", "Break the cluster"));
    const before = workspace.read("PRD.md");
    const run = await canary("tasks", "complete", "cluster", "--write-back");
    expect(run.stderr).toContain("not the one that was parsed");
    expect(workspace.read("PRD.md")).toBe(before);
  });

  it.each([
    ["update", "--status=completed"],
    ["complete", "--message=done"],
  ])("is what canary.yaml asks for with writeBack: true: %s", async (verb, option) => {
    workspace.write("canary.yaml", "apiVersion: canary.dev/v1\nwriteBack: true\n");
    const { writeBack } = await json("tasks", verb, "cluster", option);
    expect(writeBack.written).toEqual(["cluster"]);
    expect(differences(PRD, workspace.read("PRD.md"))).toEqual([" x"]);
    await canary("tasks", "undo");
    expect(workspace.read("PRD.md")).toBe(PRD);
  });

  it("goes back with an undo that asks for it; another says that the box is still ticked, and sync empties it", async () => {
    await canary("tasks", "complete", "cluster", "--write-back");
    expect((await canary("tasks", "undo", "--write-back")).stderr).toBe("");
    expect(workspace.read("PRD.md")).toBe(PRD);
    await canary("tasks", "complete", "cluster", "--write-back");
    const undo = await canary("tasks", "undo");
    expect(undo.stderr).toContain("the box of cluster (PRD.md:5) is still ticked");
    expect(undo.exitCode).toBe(0);
    expect(differences(PRD, workspace.read("PRD.md"))).toEqual([" x"]);
    await canary("tasks", "sync");
    expect(workspace.read("PRD.md")).toBe(PRD);
    await canary("tasks", "complete", "cluster");
    expect((await canary("tasks", "undo")).stderr).toBe("");
  });

  it("follows a run too where canary.yaml asks for it", async () => {
    workspace.write("canary.yaml", "apiVersion: canary.dev/v1\nwriteBack: true\n");
    workspace.write(
      "playbooks/infra.yaml",
      "apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n  cluster:\n    run: [{ command: { argv: [touch, made] } }]\n    verify: [{ command: { argv: [test, -f, made] } }]\n",
    );
    const entry = "run: [{ command: { argv: [touch, more] } }]";
    workspace.write(
      "playbooks/more.yaml",
      `apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n  empty:\n    ${entry}\n    verify: [{ command: { argv: [test, -f, more] } }]\n`,
    );
    const run = await canary("run", "task", "cluster", "empty", "--yes");
    expect(run.exitCode).toBe(0);
    expect(differences(PRD, workspace.read("PRD.md"))).toEqual([" x"]);
    expect(
      run.stderr.match(/the box of empty \(PRD\.md:8\) stays as it is: its box is `\[\]`/g),
    ).toHaveLength(1);
  });

  it("keeps the status where the document is gone, and says so", async () => {
    rmSync(workspace.path("PRD.md"));
    const run = await canary("tasks", "complete", "cluster", "--write-back");
    expect(run.stderr).toContain("there is no file");
    expect(run.exitCode).toBe(1);
    expect(await statuses()).toMatchObject({ cluster: "completed" });
  });

  it("changes nothing where canary.yaml is wrong", async () => {
    workspace.write("canary.yaml", "apiVersion: canary.dev/v1\nwriteBack: perhaps\n");
    const run = await canary("tasks", "complete", "cluster");
    expect(run.stderr).toContain("canary.yaml:2:");
    expect(run.exitCode).toBe(2);
    expect(await statuses()).toMatchObject({ cluster: "pending" });
  });

  it("stays away with writeBack: false", async () => {
    workspace.write("canary.yaml", "apiVersion: canary.dev/v1\nwriteBack: false\n");
    expect((await json("tasks", "complete", "cluster")).writeBack).toBeNull();
    expect(workspace.read("PRD.md")).toBe(PRD);
  });
});

describe("canary tasks sync", () => {
  it("ticks what was completed and completes what was ticked, also after lines moved", async () => {
    await canary("tasks", "complete", "cluster");
    workspace.write("PRD.md", `Preface\n\n${PRD.replace("[ ] Draw", "[x] Draw")}`);
    const before = workspace.read("PRD.md");
    const planned = syncReportSchema.parse(await json("tasks", "sync", "--dry-run"));
    expect(workspace.read("PRD.md")).toBe(before);
    const done = syncReportSchema.parse(await json("tasks", "sync"));
    for (const { documents } of [planned, done]) {
      expect(documents[0]?.tasks.map(({ id, line, result }) => [id, line, result])).toEqual([
        ["cluster", 7, "box"],
        ["picture", 9, "store"],
      ]);
    }
    expect(differences(before, workspace.read("PRD.md"))).toEqual([" x"]);
    expect(await statuses()).toMatchObject({ cluster: "completed", picture: "completed" });
    expect((await canary("tasks", "sync")).stdout).toContain("document and store say the same");
  });

  it("shows a conflict as long as there is one, and settles it as it is told", async () => {
    await canary("tasks", "fail", "cluster");
    workspace.write("PRD.md", PRD.replace("[ ] Make", "[x] Make"));
    for (let round = 0; round < 2; round += 1) {
      const run = await canary("tasks", "sync");
      expect(run.stdout).toContain("conflict: the store says failed, the box completed");
      expect(run.exitCode).toBe(6);
    }
    const settled = await canary("tasks", "sync", "--prefer", "document");
    expect(settled.exitCode).toBe(0);
    expect(await statuses()).toMatchObject({ cluster: "completed" });
    expect((await canary("tasks", "history", "cluster")).stdout).toContain("as PRD.md:5 says");
  });

  it("keeps an unticked box a conflict until it is settled, here for the store", async () => {
    await canary("tasks", "complete", "cluster", "--write-back");
    workspace.write("PRD.md", PRD);
    expect((await canary("tasks", "sync")).exitCode).toBe(6);
    expect((await canary("tasks", "sync")).exitCode).toBe(6);
    expect(workspace.read("PRD.md")).toBe(PRD);
    expect((await canary("tasks", "sync", "--prefer", "store")).stdout).toContain("box ticked");
    expect(differences(PRD, workspace.read("PRD.md"))).toEqual([" x"]);
  });

  it("still shows the conflict about an emptied box after a plain parse, which said it and kept the status", async () => {
    await canary("tasks", "complete", "cluster", "--write-back");
    workspace.write("PRD.md", PRD);
    for (let round = 0; round < 2; round += 1) {
      const parsed = await canary("parse", "PRD.md");
      expect(parsed.stderr).toContain(
        "PRD.md:5:1 warning box-conflict the store says that cluster is completed",
      );
      expect(parsed.stderr).toContain("canary tasks sync");
      expect(parsed.stdout).toContain("store: nothing changed; 1 box says something else");
      expect(parsed.exitCode).toBe(0);
    }
    expect((await canary("parse", "--dry-run", "-o", "json", "PRD.md")).stderr).toContain("box-conflict");
    expect(await statuses()).toMatchObject({ cluster: "completed" });
    expect((await canary("tasks", "sync")).exitCode).toBe(6);
    expect((await canary("tasks", "sync", "--prefer", "document")).exitCode).toBe(0);
    expect(await statuses()).toMatchObject({ cluster: "pending" });
    const settled = await canary("parse", "PRD.md");
    expect(settled.stderr).not.toContain("box-conflict");
    expect(settled.stdout).toContain("store: nothing changed\n");
  });

  it("refuses a document with errors and leaves both as they are", async () => {
    workspace.write("PRD.md", `${PRD}- [ ] Another with the same id {#cluster}\n`);
    const before = workspace.read(".canary/tasks.json");
    const run = await canary("tasks", "sync");
    expect(run.stderr).toContain("CANARY_PRD_INVALID");
    expect(workspace.read(".canary/tasks.json")).toBe(before);
  });
});

describe("parse, complete all, write back, parse", () => {
  const corpus = process.env["CANARY_PRD_CORPUS"] ?? "";
  const podinfo = join(corpus, "001-podinfo.md");
  const documents: readonly (readonly [string, string | Buffer])[] = [
    ["a small document", PRD.replace(/- \[\].*\n/, "")],
    ["a document in a broken encoding", MOJIBAKE],
    ...(corpus !== "" && existsSync(podinfo)
      ? [["the podinfo document", readFileSync(podinfo)] as const]
      : []),
  ];

  it.each(documents)("of %s changes only boxes and leaves every task completed", async (_, content) => {
    const bytes = Buffer.from(content);
    workspace.write("PRD.md", bytes);
    await canary("parse", "PRD.md");
    const ids = Object.keys(await statuses());
    await canary("tasks", "complete", ...ids, "--force", "--write-back");
    const after = readFileSync(workspace.path("PRD.md"));
    expect(after.length).toBe(bytes.length);
    const changed = [...after].flatMap((byte, at) =>
      byte === bytes[at] ? [] : [String.fromCharCode(bytes[at - 1] ?? 0, byte, bytes[at + 1] ?? 0)],
    );
    expect(new Set(changed)).toEqual(changed.length === 0 ? new Set() : new Set(["[x]"]));
    await canary("parse", "PRD.md");
    expect(new Set(Object.values(await statuses()))).toEqual(new Set(["completed"]));
    expect((await json("tasks", "sync", "--dry-run")).documents[0].tasks).toEqual([]);
  });
});

describe("several documents in one store", () => {
  beforeEach(async () => {
    workspace.write("canary.yaml", "apiVersion: canary.dev/v1\ndocument: PRD.md\n");
    workspace.write("docs/Web.md", PRD.replaceAll("cluster", "site").replace("{#picture}", "{#drawing}"));
    await canary("parse", "docs/Web.md");
  });

  it("the default one is meant, and the list says which others there are", async () => {
    const { stdout } = await canary("tasks", "list", "--phase=infra");
    expect(stdout).toContain("4 tasks, 0 completed");
    expect((await canary("tasks", "list")).stdout).toContain("see also --document docs-web, or all");
    expect((await json("tasks", "list", "--document", "docs-web", "--phase", "1")).total).toBe(4);
    expect((await json("tasks", "list", "--document", "all")).total).toBe(8);
  });

  it("a task that both have is named with its document; others need not be", async () => {
    await canary("tasks", "complete", "docs-web:site", "drawing", "docs-web:tools", "--write-back");
    expect(await statuses()).toMatchObject({
      tools: "pending",
      "docs-web:tools": "completed",
      drawing: "completed",
    });
    expect(workspace.read("PRD.md")).toBe(PRD);
    expect(workspace.read("docs/Web.md").match(/\[x\]/g)).toHaveLength(3);
    expect((await json("tasks", "sync", "--document", "all")).documents).toHaveLength(2);
  });
});
