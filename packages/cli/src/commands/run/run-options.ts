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
  {
    name: "resume",
    value: "RUN",
    isValueOptional: true,
    description: "go on with this run, or with the latest that is not done",
  },
  {
    name: "timeout",
    value: "TIME",
    description: "how long all of it may take, such as 30m; then exit code 5",
  },
  {
    name: "lock-timeout",
    value: "TIME",
    description: "how long to wait for what another run holds; without it exit code 6 at once",
  },
  {
    name: "report",
    value: "KIND",
    isList: true,
    description: "junit=FILE, json=FILE, or github (on by itself in GitHub Actions); may be repeated",
  },
  { name: "dry-run", description: "print the plan; run nothing" },
];
