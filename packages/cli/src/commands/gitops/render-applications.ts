import type { ApplicationStatus, WaitProgress } from "@canary/project";
import { parseTimeSpan } from "../../dispatch/parse-time-span.ts";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, OptionSpec } from "../../command.ts";

const DEFAULT_TIMEOUT_MS = 300_000;

export const TIMEOUT_OPTION: OptionSpec = {
  name: "timeout",
  value: "TIME",
  description: "how long to wait, such as 10m; 5m is the default, and a bare number is seconds",
};

/** Milliseconds. Throws CANARY_USAGE for what is no time. */
export function readTimeout(input: CommandInput): number {
  return parseTimeSpan(input.value("timeout"), "timeout") ?? DEFAULT_TIMEOUT_MS;
}

const MOST_NAMED = 3;

/** Says on stderr how far the waiting is, a line a change: `5 of 9 settled; traefik: Progressing`. */
export function createWaitProgress(context: CliContext): (progress: WaitProgress) => void {
  let last = "";
  return (progress) => {
    const line = waitLine(progress);
    if (line !== last) context.say(line);
    last = line;
  };
}

function waitLine({ delivery: { applications, root }, open }: WaitProgress): string {
  if (root === undefined && applications.length > 0) return "no root Application";
  if (applications.length === 0) return "no Application yet";
  const settled = applications.length - open.length;
  const named = open.slice(0, MOST_NAMED).map((each) => `${each.name}: ${whatIsOpen(each)}`);
  const rest = open.length - named.length;
  const names = [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
  return `${settled} of ${applications.length} settled${names === "" ? "" : `; ${names}`}`;
}

function whatIsOpen({ sync, health }: ApplicationStatus): string {
  if (sync !== "Synced") return sync;
  return health === "Healthy" || health === "Suspended" ? "another commit" : health;
}

/** A line for each Application of the project, or of all: name, sync, health, commit, and why it is not as it should be. */
export function renderApplications(
  applications: readonly ApplicationStatus[],
  { out }: CliContext,
  project?: string,
): string {
  if (applications.length === 0)
    return `no Application${project === undefined ? "" : ` of project ${project}`} yet\n`;
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
