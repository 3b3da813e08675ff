import { createInterface } from "node:readline/promises";
import type { ExecutionOptions, Interruption } from "@canary/project";
import { actorName } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import type { RunProgress } from "./run-progress.ts";

type Ask = NonNullable<ExecutionOptions["ask"]>;

/**
 * Asks the person at the terminal at each gate: `y` for an approve step, the environment's name where it is protected.
 * Anything else, and a signal, lets the run wait. Nothing where nobody is there.
 */
export function createGateAsker(
  context: CliContext,
  { interruption, progress }: { readonly interruption: Interruption; readonly progress: RunProgress },
): { readonly ask?: Ask } {
  if (!context.canAsk) return {};
  return {
    ask: async ({ task, step, environment, message }) => {
      const isProtected = step === "protected";
      const wanted = isProtected ? environment : "y";
      const question = isProtected ? `type ${environment} to go on` : "go on? [y/N]";
      progress.pause();
      context.say(`${context.err.warn("?")} ${context.err.bold(task)}: ${message}`);
      const answer = await readAnswer(`  ${question} `, interruption);
      progress.resume();
      const isYes = answer === wanted || (!isProtected && /^y(?:es)?$/i.test(answer ?? ""));
      return isYes ? { by: actorName() } : null;
    },
  };
}

/** Ctrl-C stays a signal of the terminal: readline must not take it. */
async function readAnswer(question: string, interruption: Interruption): Promise<string | null> {
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const abort = new AbortController();
  const unsubscribe = interruption.subscribe(() => abort.abort());
  reader.once("close", () => abort.abort());
  try {
    return (await reader.question(question, { signal: abort.signal })).trim();
  } catch {
    return null;
  } finally {
    unsubscribe();
    reader.close();
  }
}
