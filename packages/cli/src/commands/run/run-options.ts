import type { OptionSpec } from "../../command.ts";

/** How a run is made. */
export const RUN_OPTIONS: readonly OptionSpec[] = [
  { name: "env", value: "NAME", description: "environment of canary.yaml; its default one when left out" },
  { name: "cluster", value: "NAME", description: "another cluster than the environment's" },
  { name: "jobs", short: "j", value: "N", description: "how many tasks at once; 1 is the default" },
  { name: "keep-going", description: "after a failure go on with what does not depend on it" },
  { name: "dry-run", description: "print the plan; run nothing" },
];
