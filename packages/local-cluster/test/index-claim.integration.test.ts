import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claimIndex, findClaim, readClaims, releaseIndex } from "../src/cluster/index-claim.ts";

describe("claimIndex", () => {
  let workspace: Workspace;
  let directory: string;
  beforeEach(() => {
    workspace = createWorkspace();
    directory = workspace.path("run", "clusters");
  });
  afterEach(() => workspace.remove());
  const noRoutes = async (): Promise<readonly string[]> => [];

  it("gives clusters that start at the same time indexes of their own", async () => {
    const states = Array.from({ length: 6 }, (_, number) => `/state/${number}`);
    const indexes = await Promise.all(states.map(async (state) => claimIndex(state, noRoutes, directory)));
    expect(indexes.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("gives a cluster the index that it has", async () => {
    expect(await claimIndex("/state/a", noRoutes, directory)).toBe(0);
    expect(await claimIndex("/state/a", async () => ["10.0.0.0/8"], directory)).toBe(0);
    expect(await findClaim("/state/a", directory)).toEqual({ index: 0, stateDirectory: "/state/a" });
  });

  it("leaves nothing behind when the last one is given back", async () => {
    await claimIndex("/state/a", noRoutes, directory);
    await claimIndex("/state/b", noRoutes, directory);
    await releaseIndex(0, directory);
    expect(await readClaims(directory)).toEqual([{ index: 1, stateDirectory: "/state/b" }]);
    await releaseIndex(1, directory);
    expect(workspace.has("run")).toBe(false);
  });

  it("says so when no range is left", async () => {
    await expect(claimIndex("/state/a", async () => ["0.0.0.0/0"], directory)).rejects.toMatchObject({
      code: "CANARY_CLUSTER_HOST_UNSUPPORTED",
    });
  });
});
