import { proxyExceptions } from "@canary/core";
import { readFile } from "node:fs/promises";
import { requireProgram, runProgram } from "./run-program.ts";
import type { ProgramOptions, ProgramResult } from "./run-program.ts";

/** The cluster that is worked on, and with which kubectl. */
export interface Target {
  /** Name or absolute path. */
  readonly kubectl: string;
  readonly kubeconfig: string;
  /** Of that kubeconfig; the one that it points at when left out. */
  readonly context?: string;
  /** Whether it is on this machine, so that no proxy leads to it. */
  readonly isHere?: boolean;
  /** The command that installs there what is missing. */
  readonly bootstrapCommand: string;
  /** Aborted, it ends what is done there: its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** `local`: the cluster has its own Git server; `remote`: Argo CD reads the repository that the overlay names. */
export type Overlay = "local" | "remote";

/** What stands behind `kubectl` so that it means this cluster. */
export function clusterArguments({ kubeconfig, context }: Target): readonly string[] {
  return ["--kubeconfig", kubeconfig, ...(context === undefined ? [] : ["--context", context])];
}

/** What is added to the environment of each process that talks to this cluster. */
export async function clusterEnvironment({
  kubeconfig,
  isHere,
}: Target): Promise<Readonly<Record<string, string>>> {
  if (isHere !== true) return {};
  return { ...proxyExceptions(process.env, await readFile(kubeconfig, "utf8").catch(() => "")) };
}

/** Runs kubectl against the cluster; returns what it printed. Throws CANARY_TOOL_FAILED. */
export async function kubectl(
  target: Target,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<string> {
  const words = [...clusterArguments(target), ...args];
  return requireProgram(target.kubectl, words, await optionsFor(target, options));
}

/** As `kubectl`, whatever its exit code. */
export async function tryKubectl(
  target: Target,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const words = [...clusterArguments(target), ...args];
  return runProgram(target.kubectl, words, await optionsFor(target, options));
}

async function optionsFor(target: Target, options: ProgramOptions): Promise<ProgramOptions> {
  const env = { ...(await clusterEnvironment(target)), ...options.env };
  return { signal: target.signal, ...options, env };
}
