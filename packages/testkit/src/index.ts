export { createFixedClock } from "./fixed-clock.ts";
export { CANARY_PROGRAM, cleanEnvironment, runCanary } from "./run-canary.ts";
export type { CanaryRun, RunCanaryOptions } from "./run-canary.ts";
export { createWorkspace } from "./workspace.ts";
export type { Workspace } from "./workspace.ts";
