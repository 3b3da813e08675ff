export type { Plan } from "../plan/plan.ts";
export { usesCluster } from "../plan/uses-cluster.ts";
export type { Interruption } from "../process/run-interruption.ts";
export { executePlan } from "./execute-plan.ts";
export type { FinishedRun } from "./finished-run.ts";
export { readSecrets } from "./read-secrets.ts";
export type { RunDeps } from "./run-deps.ts";
export type { RunEvent } from "./run-event.ts";
