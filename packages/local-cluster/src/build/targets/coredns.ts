import type { BuildPart } from "../build-target.ts";
import { VERSIONS } from "./versions.ts";

export const COREDNS_IMAGE = `registry.k8s.io/coredns/coredns:v${VERSIONS.coredns}`;

/** The cluster's DNS. */
export const corednsPart: BuildPart = {
  name: "coredns",
  isInEveryCluster: true,
  targets: [
    { kind: "program", name: "coredns", module: "coredns", package: "./cmd/coredns", expectedMs: 16_000 },
    {
      kind: "image",
      name: "coredns-image",
      image: COREDNS_IMAGE,
      config: { Entrypoint: ["/coredns"] },
      files: [{ from: { program: "coredns" }, to: "/coredns" }],
      expectedMs: 1_000,
    },
  ],
};
