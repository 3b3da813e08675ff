import type { BuildPart } from "../build-target.ts";
import { VERSIONS } from "./versions.ts";

/** Our own stand-in for chat and mail: it keeps what is sent to it. */
export const webhookReceiverPart: BuildPart = {
  name: "webhook-receiver",
  isInEveryCluster: false,
  targets: [
    {
      kind: "program",
      name: "webhook-receiver",
      module: "webhook-receiver",
      package: ".",
      expectedMs: 3_000,
    },
    {
      kind: "image",
      name: "webhook-receiver-image",
      image: `canary.local/webhook-receiver:${VERSIONS["webhook-receiver"]}`,
      config: { Entrypoint: ["/webhook-receiver"], User: "65532:65532" },
      files: [{ from: { program: "webhook-receiver" }, to: "/webhook-receiver" }],
      expectedMs: 500,
    },
  ],
};
