import { EXIT_CODES } from "@canary/core";
import type { ExitCode } from "@canary/core";
import type { LogText } from "@canary/project/run";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { exitCodeOfSignal, withSignals } from "../../interruption.ts";

/** `canary runs logs [RUN] [TASK] [-f]`: what the steps printed. */
export const runsLogsCommand: Command = {
  path: ["runs", "logs"],
  summary: "print what the steps of a run printed, secrets masked",
  arguments: [
    { name: "run", description: "id, or a unique beginning or end of it; the latest when left out" },
    { name: "task", description: "only this task's; all of them when left out" },
  ],
  options: [{ name: "follow", short: "f", description: "go on until the run has ended, or Ctrl-C" }],
  formats: ["table", "jsonl"],
  examples: ["canary runs logs", "canary runs logs -f", "canary runs logs 01K9ZQ infra-cluster"],
  run: async (input, context) => {
    const { openRuns } = await import("@canary/project/run");
    const [run, task] = input.words;
    const abort = new AbortController();
    let exitCode: ExitCode = EXIT_CODES.done;
    process.stdout.once("error", () => abort.abort());
    const logs = openRuns(context).logs(run, {
      follow: input.flag("follow"),
      signal: abort.signal,
      ...(task === undefined ? {} : { task }),
    });
    await withSignals(
      (signal) => {
        // Ctrl-C is how following ends; other signals say so.
        if (signal !== "SIGINT") exitCode = exitCodeOfSignal(signal);
        abort.abort();
      },
      async () => printAll(logs, context),
    );
    return { exitCode };
  },
};

async function printAll(logs: AsyncGenerator<LogText>, context: CliContext): Promise<void> {
  let last = "";
  let isLineEnd = true;
  for await (const { text, ...place } of logs) {
    if (context.format === "jsonl") {
      await context.write(`${JSON.stringify({ ...place, text })}\n`);
      continue;
    }
    const head = `==> ${place.task} · ${place.step}, attempt ${place.attempt} <==`;
    const between = `${isLineEnd ? "" : "\n"}${last === "" ? "" : "\n"}${context.out.accent(head)}\n`;
    await context.write(`${head === last ? "" : between}${text}`);
    last = head;
    isLineEnd = text.endsWith("\n");
  }
  if (last === "" && context.format !== "jsonl")
    context.say("Nothing of this was begun, so nothing was printed.");
}
