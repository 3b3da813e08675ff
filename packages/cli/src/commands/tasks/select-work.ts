import { findPhase, queryTasks } from "@canary/project/tasks";
import type { StoredTask, StoreSnapshot } from "@canary/project/tasks";
import type { CommandInput, OptionSpec } from "../../command.ts";
import { documentOption } from "./document-option.ts";

/** Which part of the work a graph or a plan is about. */
export const WORK_OPTIONS: readonly OptionSpec[] = [
  { name: "phase", value: "PHASE", description: "of this phase: its number, id, or a prefix of the id" },
  { name: "document", value: "ID", description: "of this document; all for every one" },
];

/** The tasks (not criteria) that the options mean. */
export function selectWork(input: CommandInput, snapshot: StoreSnapshot): readonly StoredTask[] {
  const document = documentOption(input);
  const phase = input.value("phase");
  return queryTasks(snapshot, {
    ...(document === undefined ? {} : { document }),
    ...(phase === undefined ? {} : { phase: findPhase(snapshot, phase, document).id }),
  });
}
