import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import * as schemas from "@canary/core/schemas";
import { playbookSchema, runEventLineSchema } from "@canary/task-master/schemas";

const folder = join(import.meta.dirname, "../docs/schemas");

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
  "cluster-environment": schemas.clusterEnvironmentSchema,
  "hosts-block": schemas.hostsBlockSchema,
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
});
