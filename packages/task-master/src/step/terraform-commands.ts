import { dirname, join } from "node:path";
import type { TerraformAction, TerraformRoot } from "../plan/plan.ts";
import type { PlannedText } from "../plan/planned-text.ts";

/** The exact argument lists of one terraform step. */
export interface TerraformCommands {
  readonly init: readonly PlannedText[];
  /** Exit code 0 without a difference, 2 with one. */
  readonly plan: readonly PlannedText[];
  readonly apply: readonly PlannedText[];
  readonly planPath: string;
}

/** What a terraform step calls, in order; `-detailed-exitcode` and saved plans as terraform's automation guide has it. */
export function terraformCommands({
  root,
  arguments: words,
  lockTimeoutMs,
}: TerraformAction): TerraformCommands {
  const planPath = join(dirname(root.statePath), "plan.tfplan");
  const base = ["terraform", `-chdir=${root.directory}`];
  const quiet = ["-input=false", "-no-color"];
  const locked = [...quiet, `-lock-timeout=${lockTimeoutMs / 1000}s`];
  return {
    init: [...base, "init", ...quiet, "-reconfigure", `-backend-config=path=${root.statePath}`],
    plan: [...base, "plan", ...locked, "-detailed-exitcode", `-out=${planPath}`, ...words],
    apply: [...base, "apply", ...locked, planPath],
    planPath,
  };
}

/** Variables that keep terraform to itself: no questions, no upgrade check, no configuration of the user. */
export function terraformEnvironment(
  root: TerraformRoot,
  stateDirectory: string,
): Readonly<Record<string, string>> {
  return {
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: join(stateDirectory, "terraform", "empty.tfrc"),
    TF_DATA_DIR: root.dataDirectory,
  };
}
