import type { BuildPart } from "../build-target.ts";

/** The base layer of images that need more than one program: git, gpg and tini for Argo CD and the Git server, Redis. */
export const debianPart: BuildPart = {
  name: "debian",
  isInEveryCluster: false,
  targets: [
    {
      kind: "rootfs",
      name: "debian",
      suite: "bookworm",
      packages: ["ca-certificates", "git", "gpg", "gpg-agent", "redis-server", "tini", "tzdata"],
      expectedMs: 60_000,
    },
  ],
};
