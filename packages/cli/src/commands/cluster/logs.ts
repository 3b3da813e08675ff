import { envelope, EXIT_CODES } from "@canary/core";
import type { ExitCode } from "@canary/core";
import type { Command } from "../../command.ts";
import { exitCodeOfSignal, withSignals } from "../../interruption.ts";
import { parseCount } from "../../dispatch/parse-count.ts";
import { CLUSTER_OPTIONS, openChosenCluster, requireCluster } from "./cluster-options.ts";

const DEFAULT_TAIL = 20;

/** `canary cluster logs [COMPONENT]`: what the cluster's programs wrote. */
export const clusterLogsCommand: Command = {
  path: ["cluster", "logs"],
  summary: "print what the programs of a cluster wrote",
  arguments: [{ name: "component", description: "one program, such as kubelet; all when left out" }],
  options: [
    ...CLUSTER_OPTIONS,
    { name: "tail", value: "N", description: `the last N lines of each; ${DEFAULT_TAIL} is the default` },
    { name: "follow", short: "f", description: "go on with what is written later, until Ctrl-C" },
  ],
  formats: ["table", "jsonl"],
  examples: ["canary cluster logs", "canary cluster logs kubelet --tail 100", "canary cluster logs etcd -f"],
  run: async (input, context) => {
    const { cluster } = await openChosenCluster(input, context);
    await requireCluster(cluster);
    const abort = new AbortController();
    let exitCode: ExitCode = EXIT_CODES.done;
    process.stdout.once("error", () => abort.abort());
    const options = {
      follow: input.flag("follow"),
      tail: parseCount(input.value("tail"), { option: "tail", fallback: DEFAULT_TAIL, least: 0 }),
      signal: abort.signal,
    };
    await withSignals(
      (signal) => {
        // Ctrl-C is how following ends; other signals say so.
        if (signal !== "SIGINT") exitCode = exitCodeOfSignal(signal);
        abort.abort();
      },
      async () => {
        for await (const { component, line } of cluster.logs(input.words[0], options)) {
          context.print(
            context.format === "jsonl"
              ? `${JSON.stringify(envelope("LogLine", { component, line }))}\n`
              : `${context.out.accent(component)} ${line}\n`,
          );
        }
      },
    );
    return { exitCode };
  },
};
