import { readdirSync, unlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { verifyReportSchema } from "@canary/core/schemas";
import { runCanary } from "@canary/testkit";
import type { CanaryRun } from "@canary/testkit";
import { prepareOnce, workspace } from "./support/prepared-project.ts";

const PRD = `# Plan

## Phase 1: Ground

- [ ] Level the ground {#level}
- [ ] Mark the corners {#mark}
- [ ] Shape & <trim> {#shape}
- [ ] Open the gate {#gate}

## Phase 2: Walls

- [x] Ask the neighbours {#ask}
- [x] See the nodes {#nodes}
`;

const entry = (id: string): string => `  ${id}:
    run: [{ command: { argv: [touch, ${id}.done] } }]
    verify: [{ name: ${id} is there, command: { argv: [cat, ${id}.done] } }]
`;

const PLAYBOOK = `apiVersion: canary.dev/v1
kind: Playbook
tasks:
${["level", "mark", "shape", "gate"].map(entry).join("")}`;

const NODES = "  nodes:\n    verify: [{ kubectl: { arguments: [get, nodes] } }]\n";

prepareOnce({
  files: {
    "PRD.md": PRD,
    "canary.yaml": "apiVersion: canary.dev/v1\n",
    "playbooks/ground.yaml": PLAYBOOK,
  },
  commands: [["run", "task", "level", "mark", "shape"]],
});

function canary(...argv: string[]): Promise<CanaryRun> {
  return runCanary(workspace, argv);
}

describe("canary verify", () => {
  it("asks completed tasks alone: true, untrue, without evidence; and changes nothing", async () => {
    const store = workspace.read(".canary/tasks.json");
    const events = workspace.read(".canary/events.ndjson");
    expect((await canary("verify")).exitCode).toBe(0);
    expect(readdirSync(workspace.path(".canary/runs/verifications"))).toEqual([]);
    unlinkSync(workspace.path("mark.done"));
    const verify = await canary("verify", "all", "-o", "json");
    expect(verify.exitCode).toBe(1);
    const report = verifyReportSchema.parse(JSON.parse(verify.stdout));
    expect(Object.fromEntries(report.tasks.map(({ task, state }) => [task, state]))).toEqual({
      level: "true",
      mark: "untrue",
      shape: "true",
      ask: "no_evidence",
      nodes: "no_evidence",
    });
    expect(report).toMatchObject({
      untrue: ["mark"],
      summary: { true: 2, untrue: 1, unknown: 0, noEvidence: 2 },
    });
    expect(report.tasks.find(({ task }) => task === "mark")?.because).toContain("mark is there");
    expect(workspace.read(".canary/tasks.json")).toBe(store);
    expect(workspace.read(".canary/events.ndjson")).toBe(events);
    expect(workspace.has("gate.done")).toBe(false);
  });

  it("of a phase, of tasks whatever their status, and of open tasks", async () => {
    const ids = async (...argv: string[]): Promise<string[]> =>
      verifyReportSchema
        .parse(JSON.parse((await canary("verify", ...argv, "-o", "json")).stdout))
        .tasks.map(({ task, state }) => `${task} ${state}`);
    expect(await ids("phase", "walls")).toEqual(["ask no_evidence", "nodes no_evidence"]);
    expect(await ids("task", "gate", "level")).toEqual(["level true", "gate untrue"]);
    expect(await ids("phase", "1", "--open")).toEqual([
      "level true",
      "mark true",
      "shape true",
      "gate untrue",
    ]);
    expect((await canary("verify", "task", "gate")).exitCode).toBe(0);
  });

  it("prints JUnit that holds every state", async () => {
    workspace.write("playbooks/nodes.yaml", `apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n${NODES}`);
    unlinkSync(workspace.path("mark.done"));
    const { stdout, exitCode } = await canary("verify", "-o", "junit");
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      '<testsuites name="canary verify" tests="5" failures="1" errors="1" skipped="1"',
    );
    expect(stdout).toContain('<testcase name="shape: Shape &amp; &lt;trim&gt;" classname="ground"');
    expect(stdout).toContain('<failure message="&quot;mark is there&quot;:');
    expect(stdout).toContain("<error message=");
  });

  it("does not take a cluster that is missing for an answer: exit code 7 and how to make it", async () => {
    workspace.write("playbooks/nodes.yaml", `apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n${NODES}`);
    const verify = await canary("verify", "phase", "walls");
    expect(verify.exitCode).toBe(7);
    expect(verify.stdout).toContain("? unknown nodes");
    expect(verify.stdout).toContain("canary cluster up --name canary");
  });

  it("shows the boxes that it would untick, and leaves the document as it is", async () => {
    workspace.write("PRD.md", PRD.replace("[ ] Mark", "[x] Mark"));
    await canary("parse", "PRD.md");
    unlinkSync(workspace.path("mark.done"));
    const before = workspace.read("PRD.md");
    const { stdout } = await canary("verify", "--write-back");
    expect(stdout).toContain(
      "PRD.md:6\n- - [x] Mark the corners {#mark}\n+ - [ ] Mark the corners {#mark}\n",
    );
    expect(workspace.read("PRD.md")).toBe(before);
    workspace.write("PRD.md", PRD);
    expect((await canary("verify", "--write-back")).stdout).toContain(
      "No box would be unticked.\nPRD.md:6 mark: this line is not ticked, or not as it was parsed\n",
    );
    expect((await canary("verify", "phase", "walls", "--write-back")).stdout).toContain(
      "No box would be unticked.",
    );
  });

  it("says so when there is nothing to ask", async () => {
    workspace.write("PRD.md", PRD.replaceAll("[x]", "[ ]"));
    await canary("tasks", "update", "ask", "nodes", "--status=pending");
    expect((await canary("verify", "phase", "walls")).stdout).toContain("Nothing to verify");
  });
});
