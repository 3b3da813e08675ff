export { executePreparedRun } from "./execute-prepared-run.ts";
export { openRuns } from "./runs/open-runs.ts";
export type { GivenApproval, Runs } from "./runs/open-runs.ts";
export type { LogText } from "./runs/follow-logs.ts";
export type { AttemptView, RunDetail, RunStatus, RunView } from "./runs/view-run.ts";
