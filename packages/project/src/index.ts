export { chooseCluster, chooseProvider } from "./choose-cluster.ts";
export type { ChooseClusterOptions, ClusterChoice } from "./choose-cluster.ts";
export { readClusterEnvironment } from "./cluster-environment.ts";
export type { ClusterEnvironment } from "./cluster-environment.ts";
export { chooseHostsTarget, planHosts, removeHosts, writeHosts } from "./cluster-hosts.ts";
export type { HostsBlock } from "./cluster-hosts.ts";
export {
  buildForProvider,
  checkMachine,
  CLUSTER_PROVIDERS,
  openProjectCluster,
  parseProvider,
} from "./clusters.ts";
export type { Cluster, ClusterEvent, ClusterStatus, HostCheck } from "./clusters.ts";
export { executePhase, executeTask, getTasks, parsePrd, updateTaskStatus } from "./five-functions.ts";
export { boxesToUntick } from "./boxes-to-untick.ts";
export type { BoxToUntick } from "./boxes-to-untick.ts";
export type { PlaybookReport } from "./check-playbooks.ts";
export type { EntryTool } from "./entry-text.ts";
export type { NewEntry } from "./new-playbook-entry.ts";
export {
  bootstrapGitOps,
  isAt,
  isHeld,
  isSettled,
  isWaiting,
  openInterface,
  planGitOps,
  pushGitOps,
} from "./gitops.ts";
export { readGitOps, waitGitOps } from "./gitops-status.ts";
export type { GitOpsStatus } from "./gitops-status.ts";
export type {
  ApplicationStatus,
  Delivery,
  InterfaceName,
  PushedCommit,
  PushSource,
  WaitProgress,
} from "./gitops.ts";
export { openGitOpsCluster } from "./gitops-cluster.ts";
export type { GitOpsCluster } from "./gitops-cluster.ts";
export { openProject } from "./open-project.ts";
export type { OpenProjectOptions, ParseReport, Project, TaskQuery } from "./open-project.ts";
export { readConfig } from "./read-config.ts";
export type { RefusedBox } from "./create-run-ledger.ts";
export type { SyncedTask, SyncOptions, SyncReport } from "./sync-document.ts";
export type { ExecutionOptions, PreparedRun } from "./execute-prepared-run.ts";
export type { PreparedRunWithNotices } from "./project-run.ts";
export { viewPlan } from "./saved-plan.ts";
export type { PlanView } from "./saved-plan.ts";
export type { PlanningOptions, RunContext } from "./run-context.ts";
export type { RunTarget } from "./run-target.ts";
export { showText, terraformCommands } from "@canary/task-master";
export type {
  FinishedRun,
  Interruption,
  Plan,
  PlannedStep,
  PlannedTask,
  Probe,
  ProbedTask,
  ProbeState,
  RunEvent,
  EvidenceState,
  VerifiedTask,
  VerifyReport,
} from "@canary/task-master";
export { executePlan, parsePlaybook, planRun, probePlan, verifyPlan } from "@canary/task-master";
export type { PlanContext, Playbook, RunDeps } from "@canary/task-master";
