import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { canaryLinesIn } from "./support/command-line.ts";
import { ROOT, shellLinesOf } from "./support/markdown.ts";

const lines = shellLinesOf(readFileSync(join(ROOT, "README.md"), "utf8")).flatMap(({ text }) =>
  canaryLinesIn(text),
);

/** Those that need a cluster, or root, are run by the cluster tests and their set-up. */
const NEEDS_CLUSTER = new Set([
  "run phase infra",
  "cluster env",
  "cluster status",
  "doctor",
  "doctor --fix --yes",
]);

let workspace: Workspace;

describe("the daily commands of the README", () => {
  beforeAll(() => {
    workspace = createWorkspace();
    for (const part of ["canary.yaml", "PRD.md", "playbooks"])
      cpSync(join(ROOT, part), workspace.path(part), { recursive: true });
  });
  afterAll(() => workspace.remove());

  it("are there", () => {
    expect(lines.length).toBeGreaterThanOrEqual(10);
  });

  it.each(
    lines
      .filter((words) => !NEEDS_CLUSTER.has(words.join(" ")))
      .map((words) => [words.join(" "), words] as const),
  )("canary %s", async (_line, words) => {
    const { exitCode, stderr, stdout } = await runCanary(workspace, words, {
      env: { GOTOOLCHAIN: "local", PATH: process.env["PATH"] },
    });
    expect({ exitCode, complaints: /^(error|warning)\b.*/m.exec(stderr)?.[0] }).toEqual({ exitCode: 0 });
    expect(stdout + stderr).not.toBe("");
  });
});
