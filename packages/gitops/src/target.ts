import { requireProgram, runProgram } from "./run-program.ts";
import type { ProgramOptions, ProgramResult } from "./run-program.ts";

/** The cluster that is worked on, and with which kubectl. */
export interface Target {
  /** Name or absolute path. */
  readonly kubectl: string;
  readonly kubeconfig: string;
}

/** `local`: the cluster has its own Git server; `remote`: Argo CD reads the repository that the overlay names. */
export type Overlay = "local" | "remote";

/** Runs kubectl against the cluster; returns what it printed. Throws CANARY_TOOL_FAILED. */
export async function kubectl(
  target: Target,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<string> {
  return requireProgram(target.kubectl, ["--kubeconfig", target.kubeconfig, ...args], options);
}

/** As `kubectl`, whatever its exit code. */
export async function tryKubectl(
  target: Target,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  return runProgram(target.kubectl, ["--kubeconfig", target.kubeconfig, ...args], options);
}
