import type { ApplicationStatus } from "@canary/project";
import { parseCount } from "../../dispatch/parse-count.ts";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, OptionSpec } from "../../command.ts";

const DEFAULT_TIMEOUT_S = 300;

export const TIMEOUT_OPTION: OptionSpec = {
  name: "timeout",
  value: "SECONDS",
  description: `how long to wait; ${DEFAULT_TIMEOUT_S} is the default`,
};

/** Milliseconds. Throws CANARY_USAGE for what is no number. */
export function readTimeout(input: CommandInput): number {
  return (
    parseCount(input.value("timeout"), { option: "timeout", fallback: DEFAULT_TIMEOUT_S, least: 1 }) * 1000
  );
}

/** A line for each Application: name, sync, health, commit, and why it is not as it should be. */
export function renderApplications(applications: readonly ApplicationStatus[], { out }: CliContext): string {
  const width = Math.max(...applications.map(({ name }) => name.length), "APPLICATION".length);
  const head = out.dim(
    `${"APPLICATION".padEnd(width)}  ${"SYNC".padEnd(9)}  ${"HEALTH".padEnd(11)}  REVISION`,
  );
  const lines = applications.map(({ name, sync, health, revision, message }) => {
    const syncCell = (sync === "Synced" ? out.good : out.warn)(sync.padEnd(9));
    const healthCell = (health === "Healthy" ? out.good : out.warn)(health.padEnd(11));
    const line = `${name.padEnd(width)}  ${syncCell}  ${healthCell}  ${revision?.slice(0, 12) ?? "-"}`;
    return message === null ? line : `${line}\n  ${out.warn("because")} ${message}`;
  });
  return `${[head, ...lines].join("\n")}\n`;
}
