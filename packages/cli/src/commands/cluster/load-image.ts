import { resolve } from "node:path";
import { envelope } from "@canary/core";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { CLUSTER_OPTIONS, openChosenCluster } from "./cluster-options.ts";

/** `canary cluster load-image FILE`: makes the images of an archive available in the cluster. */
export const clusterLoadImageCommand: Command = {
  path: ["cluster", "load-image"],
  summary: "make the images of an OCI or docker archive available in a cluster",
  arguments: [
    { name: "archive", description: "a tar file, as `docker save` or `crane` write it", isRequired: true },
  ],
  options: CLUSTER_OPTIONS,
  formats: TABLE_JSON_YAML,
  examples: ["canary cluster load-image app.tar"],
  run: async (input, context) => {
    const { cluster } = await openChosenCluster(input, context);
    const images = await cluster.loadImage(resolve(context.cwd, input.words[0] ?? ""));
    return {
      document: envelope("ImageList", { images }),
      text: () => images.map((image) => `${image}\n`).join(""),
    };
  },
};
