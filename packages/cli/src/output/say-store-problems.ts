import type { StoreSnapshot } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";

const MOST = 5;

/** What could not be used of the store, on stderr; gives the snapshot back. */
export function sayStoreProblems(snapshot: StoreSnapshot, context: CliContext): StoreSnapshot {
  const { problems } = snapshot;
  if (problems.length === 0) return snapshot;
  const note = (text: string): void => context.say(context.err.warn(`note: ${text}`));
  for (const { file, line, reason } of problems.slice(0, MOST))
    note(`${file}:${line} is left out: ${reason}`);
  const more = problems.length > MOST ? `${problems.length - MOST} more are left out; ` : "";
  note(`${more}\`canary doctor --fix\` restores what it can and sets the rest aside`);
  return snapshot;
}
