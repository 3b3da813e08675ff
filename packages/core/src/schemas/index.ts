export { canaryConfigSchema } from "./canary-config.ts";
export type { CanaryConfig, EnvironmentConfig } from "./canary-config.ts";
export { clusterEnvironmentSchema } from "./cluster-environment.ts";
export {
  clusterBuildSchema,
  clusterDownSchema,
  clusterStatusSchema,
  imageListSchema,
  kubeconfigPathSchema,
  logLineSchema,
} from "./cluster-reports.ts";
export { errorReportSchema } from "./error-report.ts";
export { gitOpsBootstrapSchema, gitOpsPushSchema, gitOpsStatusSchema } from "./gitops.ts";
export { hostReportSchema } from "./host-report.ts";
export { hostsBlockSchema } from "./hosts-block.ts";
export { openedInterfaceSchema } from "./opened-interface.ts";
export { planSchema } from "./plan.ts";
export { playbookEntrySchema, playbookReportSchema } from "./playbook-report.ts";
export { lineExplanationSchema } from "./line-explanation.ts";
export { prdCheckSchema } from "./prd-check.ts";
export { prdDocumentListSchema, prdDocumentSchema, prdTaskSchema } from "./prd-document.ts";
export { approvalSchema, runListSchema, runSchema } from "./run-list.ts";
export { runResultSchema } from "./run-result.ts";
export { verifyReportSchema } from "./verify-report.ts";
export { storeEventSchema, taskEventSchema, taskHistorySchema } from "./task-event.ts";
export { taskListSchema, taskSchema } from "./task-list.ts";
export { reportSchema, syncReportSchema } from "./task-reports.ts";
export {
  blockerReportSchema,
  nextTasksSchema,
  taskExportSchema,
  taskGraphSchema,
  taskTransitionsSchema,
  taskViewSchema,
  taskViewsSchema,
  wavePlanSchema,
} from "./task-views.ts";
export { kubeconfigSchema } from "./kubeconfig.ts";
