import { CanaryError, envelope } from "@canary/core";
import type { Command, CommandInput } from "../command.ts";
import { parseTimeSpan } from "../dispatch/parse-time-span.ts";

/** `canary approve RUN TASK --by NAME`: a person's yes. */
export const approveCommand: Command = {
  path: ["approve"],
  summary: "say yes to a task of a run that waits at a gate",
  description:
    "A run that reaches an `approve` step, or that would change a protected environment, ends with exit code 3 and waits. This writes a yes into its journal: for that plan alone, and for a day. Then `canary run --resume RUN` goes on. In a protected environment one yes lets the whole run go on.",
  arguments: [
    { name: "run", description: "id of the run, or a unique beginning or end of it", isRequired: true },
    { name: "task", description: "the task that waits: id, alias or prefix", isRequired: true },
  ],
  options: [
    { name: "by", value: "NAME", description: "who says yes; required" },
    { name: "reason", value: "TEXT", description: "why, for whoever reads the journal" },
    { name: "valid-for", value: "TIME", description: "how long it holds, such as 2h; a day is the default" },
  ],
  formats: ["table", "json", "yaml"],
  examples: [
    "canary approve 01K9ZQ promote --by ann",
    'canary approve 01K9ZQ promote --by ann --reason "error budget is fine" --valid-for 2h',
  ],
  run: async (input, context) => {
    const { openRuns } = await import("@canary/project/run");
    const [run = "", task = ""] = input.words;
    const reason = input.value("reason");
    const validForMs = parseTimeSpan(input.value("valid-for"), "valid-for");
    const approved = openRuns(context).approve({
      run,
      task,
      by: nameOf(input),
      ...(reason === undefined ? {} : { reason }),
      ...(validForMs === undefined ? {} : { validForMs }),
    });
    const { out } = context;
    return {
      document: envelope("Approval", approved),
      text: () =>
        `${out.good("✔")} ${out.bold(approved.task)} approved by ${approved.by}: ${approved.message}\n  ${out.dim(`holds until ${approved.expiresAt}, for this plan alone`)}\n  ${out.accent("next")} canary run --resume ${approved.run}\n`,
    };
  },
};

function nameOf(input: CommandInput): string {
  const name = input.value("by")?.trim() ?? "";
  if (name !== "") return name;
  throw new CanaryError("`canary approve` needs to know who says yes", {
    code: "CANARY_USAGE",
    hint: "Add --by NAME.",
  });
}
