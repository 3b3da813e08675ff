import type { OptionSpec } from "../../command.ts";
import { PLAN_OPTIONS } from "../plan/plan-options.ts";

/** How a run is made. */
export const RUN_OPTIONS: readonly OptionSpec[] = [
  ...PLAN_OPTIONS,
  { name: "jobs", short: "j", value: "N", description: "how many tasks at once; 1 is the default" },
  { name: "keep-going", description: "after a failure go on with what does not depend on it" },
  {
    name: "plan",
    value: "FILE",
    description: "run exactly this plan of `canary plan --out`; refuse a stale one",
  },
  { name: "dry-run", description: "print the plan; run nothing" },
];
