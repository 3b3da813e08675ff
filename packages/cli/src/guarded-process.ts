import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { ExitCode } from "@canary/core";
import type { CommandResult } from "./command.ts";

const GUARDED = "CANARY_GUARDED";

/** The work, done in a child that outlives a SIGKILL of this process long enough to clean up after itself. */
export async function guarded(work: () => Promise<CommandResult>): Promise<CommandResult> {
  return isGuarded() ? work() : { exitCode: await runGuarded() };
}

function isGuarded(): boolean {
  return process.env[GUARDED] === "1";
}

/**
 * Runs this same command line in a child that notices when we die, even by SIGKILL, because its stdin ends; resolves to its
 * exit code. Terraform kills a provisioner at the first Ctrl-C without letting it clean up: the child outlives that, stays in
 * our process group, cleans up and ends.
 */
function runGuarded(): Promise<ExitCode> {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ["pipe", "inherit", "inherit"],
    env: { ...process.env, [GUARDED]: "1" },
  });
  // A terminal tells both of us; whoever tells only us means the child. It hears the first and is deaf to the second.
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const each of signals) process.off(each, forward);
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve(exitCode as ExitCode);
    });
  });
}

/** Calls back once when the guard has died. */
export function onGuardEnd(listener: () => void): void {
  if (!isGuarded()) return;
  process.stdin.once("end", listener).once("error", listener).resume();
  process.stdin.unref();
}
