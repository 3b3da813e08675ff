import { afterEach, beforeEach, expect, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { claimRun } from "./claim-run.ts";

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

it("one run of the cluster tests has a workspace's clusters, until it gives them back", () => {
  const release = claimRun("canary-test-1", workspace.directory);
  expect(() => claimRun("canary-test-1", workspace.directory)).toThrow(`process ${process.pid}`);
  claimRun("canary-test-2", workspace.directory)();
  release();
  claimRun("canary-test-1", workspace.directory)();
});

it("the claim of a run that was killed holds nobody up", () => {
  // No process has this number: Linux counts to 2^22.
  workspace.write("canary-test-1.run", "4194305\n");
  claimRun("canary-test-1", workspace.directory)();
  expect(workspace.has("canary-test-1.run")).toBe(false);
});
