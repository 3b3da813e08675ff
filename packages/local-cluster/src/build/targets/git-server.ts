import type { BuildPart } from "../build-target.ts";
import { VERSIONS } from "./versions.ts";

/** The repository that Argo CD reads where there is no other: Git's own HTTP backend behind a small server of ours. */
export const gitServerPart: BuildPart = {
  name: "git-server",
  isInEveryCluster: false,
  targets: [
    { kind: "program", name: "git-server", module: "git-server", package: ".", expectedMs: 10_000 },
    {
      kind: "image",
      name: "git-server-image",
      image: `canary.local/git-server:${VERSIONS["git-server"]}`,
      config: {
        Entrypoint: ["/usr/bin/tini", "--", "/usr/local/bin/git-server"],
        User: "65532:65532",
        WorkingDir: "/srv/git",
        Env: ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/tmp"],
      },
      base: ["debian"],
      files: [{ from: { program: "git-server" }, to: "/usr/local/bin/git-server" }],
      directories: ["/srv/git"],
      expectedMs: 4_000,
    },
  ],
};
