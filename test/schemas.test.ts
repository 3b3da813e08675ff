import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import * as schemas from "@canary/core/schemas";
import { playbookSchema, runEventLineSchema } from "@canary/task-master/schemas";
import { ROOT } from "./support/markdown.ts";

const folder = join(ROOT, "docs/schemas");

const PUBLISHED = {
  "prd-document": schemas.prdDocumentSchema,
  "prd-document-list": schemas.prdDocumentListSchema,
  "prd-check": schemas.prdCheckSchema,
  "line-explanation": schemas.lineExplanationSchema,
  "task-list": schemas.taskListSchema,
  plan: schemas.planSchema,
  "playbook-report": schemas.playbookReportSchema,
  "playbook-entry": schemas.playbookEntrySchema,
  "verify-report": schemas.verifyReportSchema,
  task: schemas.taskViewSchema,
  tasks: schemas.taskViewsSchema,
  "next-tasks": schemas.nextTasksSchema,
  "task-transitions": schemas.taskTransitionsSchema,
  "task-event": schemas.taskEventSchema,
  "task-history": schemas.taskHistorySchema,
  "blocker-report": schemas.blockerReportSchema,
  "task-graph": schemas.taskGraphSchema,
  "wave-plan": schemas.wavePlanSchema,
  "task-export": schemas.taskExportSchema,
  report: schemas.reportSchema,
  "sync-report": schemas.syncReportSchema,
  "run-result": schemas.runResultSchema,
  "run-list": schemas.runListSchema,
  run: schemas.runSchema,
  approval: schemas.approvalSchema,
  "gitops-bootstrap": schemas.gitOpsBootstrapSchema,
  "gitops-push": schemas.gitOpsPushSchema,
  "gitops-status": schemas.gitOpsStatusSchema,
  "cluster-build": schemas.clusterBuildSchema,
  "cluster-down": schemas.clusterDownSchema,
  "cluster-environment": schemas.clusterEnvironmentSchema,
  "cluster-status": schemas.clusterStatusSchema,
  error: schemas.errorReportSchema,
  "host-report": schemas.hostReportSchema,
  "hosts-block": schemas.hostsBlockSchema,
  "image-list": schemas.imageListSchema,
  kubeconfig: schemas.kubeconfigPathSchema,
  "log-line": schemas.logLineSchema,
  "opened-interface": schemas.openedInterfaceSchema,
  "canary-config": schemas.canaryConfigSchema,
  playbook: playbookSchema,
  "run-event": runEventLineSchema,
};

describe("the published JSON schemas", () => {
  it.each(Object.entries(PUBLISHED))(
    "docs/schemas/%s.json is what the code checks with",
    async (name, schema) => {
      const json = z.toJSONSchema(schema, { io: "input" });
      await expect(`${JSON.stringify(json, null, 2)}\n`).toMatchFileSnapshot(join(folder, `${name}.json`));
    },
  );

  it("are there for every kind of document that a command prints", () => {
    const sources = execFileSync("git", ["ls-files", "packages/*/src/*.ts"], { cwd: ROOT, encoding: "utf8" });
    const printed = sources
      .trimEnd()
      .split("\n")
      .flatMap((path) => [...readFileSync(join(ROOT, path), "utf8").matchAll(/\benvelope\(\s*"(\w+)"/g)])
      .map(([, kind]) => kind);
    const published = Object.values(PUBLISHED).map((schema) =>
      JSON.stringify(z.toJSONSchema(schema, { io: "input" })),
    );
    const isPublished = (kind = ""): boolean =>
      published.some((schema) => schema.includes(`"kind":{"type":"string","const":"${kind}"}`));
    expect(printed.length).toBeGreaterThan(30);
    expect(printed.filter((kind) => !isPublished(kind))).toEqual([]);
  });
});
