import type { BuildPart } from "../build-target.ts";

/** Certificates, images and the registry: what makes and serves everything else. */
export const helperPart: BuildPart = {
  name: "helper",
  isInEveryCluster: true,
  targets: [{ kind: "program", name: "helper", module: "helper", package: ".", expectedMs: 15_000 }],
};
