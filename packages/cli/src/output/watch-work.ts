import type { ExecutionOptions } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import { createInterruption, withSignals } from "../interruption.ts";
import { createRunProgress } from "./run-progress.ts";

/** Does work that tells events, with its progress on stderr; signals go to the work instead of ending the process. */
export async function watchWork<T>(
  context: CliContext,
  work: (options: Pick<ExecutionOptions, "onEvent" | "interruption">) => Promise<T>,
): Promise<T> {
  const progress = createRunProgress(context);
  const { interruption, deliver } = createInterruption();
  try {
    return await withSignals(deliver, () => work({ onEvent: progress.onEvent, interruption }));
  } finally {
    progress.stop();
  }
}
