import { envelope } from "@canary/core";
import type { Command } from "../../command.ts";
import { createClusterProgress } from "../../output/cluster-progress.ts";
import { formatDuration } from "../../output/duration.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { readParts, WITH_OPTION } from "./cluster-options.ts";

/** `canary cluster build`: the programs and images of the local cluster, once. */
export const clusterBuildCommand: Command = {
  path: ["cluster", "build"],
  summary: "build what a cluster needs: programs, images, manifests",
  description:
    "Builds Kubernetes, CoreDNS, Argo Rollouts and podinfo from their Go modules into the cache, and what --with names. An interrupted build continues where it stopped.",
  arguments: [],
  options: [
    { name: "provider", value: "PROVIDER", description: "local or kind; kind needs only the manifests" },
    WITH_OPTION,
  ],
  formats: TABLE_JSON_YAML,
  examples: ["canary cluster build", "canary cluster build --with platform"],
  run: async (input, context) => {
    const { buildForProvider, chooseProvider } = await import("@canary/project");
    const { cwd, configFile } = context;
    const provider = chooseProvider({ cwd, configFile, provider: input.value("provider") });
    const progress = createClusterProgress(context);
    const started = context.clock.now();
    try {
      const build = await buildForProvider({ provider, onEvent: progress.onEvent });
      const parts = readParts(input);
      const further =
        parts.length > 0 && (await buildForProvider({ provider, parts, onEvent: progress.onEvent })).built;
      const built = build.built || further;
      const verdict = built
        ? `built in ${formatDuration(context.clock.now() - started)}`
        : "was built: nothing changed";
      return {
        document: envelope("ClusterBuild", { ...build, built }),
        text: () => `What a ${provider} cluster needs ${verdict} ${context.out.dim(build.directory)}\n`,
      };
    } finally {
      progress.stop();
    }
  },
};
