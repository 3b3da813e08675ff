import type { PlanningOptions } from "@canary/project";
import type { CommandInput, OptionSpec } from "../../command.ts";

/** Which tasks a plan has, and for which environment: of every verb that makes one. */
export const PLAN_OPTIONS: readonly OptionSpec[] = [
  { name: "env", value: "NAME", description: "environment of canary.yaml; its default one when left out" },
  { name: "cluster", value: "NAME", description: "another cluster than the environment's" },
  { name: "ready", description: "only what could start now; without a target: of all tasks" },
  { name: "from", value: "ID", description: "from this task on, in the order of the plan" },
  { name: "until", value: "ID", description: "up to and with this task, in the order of the plan" },
];

/** What these options say. */
export function readPlanOptions(input: CommandInput): PlanningOptions {
  const named = { environment: "env", cluster: "cluster", from: "from", until: "until" } as const;
  const given = Object.entries(named).flatMap(([key, option]) => {
    const value = input.value(option);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { ...Object.fromEntries(given), ...(input.flag("ready") ? { ready: true } : {}) };
}
