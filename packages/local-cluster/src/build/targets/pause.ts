import type { BuildPart } from "../build-target.ts";
import { VERSIONS } from "./versions.ts";

export const PAUSE_IMAGE = `registry.k8s.io/pause:${VERSIONS.pause}`;

/** The container that holds a pod's namespaces. */
export const pausePart: BuildPart = {
  name: "pause",
  isInEveryCluster: true,
  targets: [
    { kind: "program", name: "pause", module: "pause", package: ".", expectedMs: 1_000 },
    {
      kind: "image",
      name: "pause-image",
      image: PAUSE_IMAGE,
      config: { Entrypoint: ["/pause"], User: "65535:65535" },
      files: [{ from: { program: "pause" }, to: "/pause" }],
      expectedMs: 500,
    },
  ],
};
