import type { BuildPart } from "../build-target.ts";
import { VERSIONS } from "./versions.ts";

const MODULE = "github.com/stefanprodan/podinfo";

/** The application that is rolled out. */
export const podinfoPart: BuildPart = {
  name: "podinfo",
  isInEveryCluster: true,
  targets: [
    {
      kind: "program",
      name: "podinfo",
      module: "podinfo",
      package: `${MODULE}/cmd/podinfo`,
      variables: { [`${MODULE}/pkg/version.REVISION`]: "module" },
      expectedMs: 13_000,
    },
    {
      kind: "image",
      name: "podinfo-image",
      image: `ghcr.io/stefanprodan/podinfo:${VERSIONS.podinfo}`,
      config: { Cmd: ["/home/app/podinfo"], WorkingDir: "/home/app", User: "100:101" },
      files: [
        { from: { program: "podinfo" }, to: "/home/app/podinfo" },
        { from: { module: "podinfo", goModule: MODULE, path: "ui" }, to: "/home/app/ui" },
      ],
      expectedMs: 1_000,
    },
  ],
};
