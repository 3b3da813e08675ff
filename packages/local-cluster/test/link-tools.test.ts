import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { readdirSync, readlinkSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { clusterPaths } from "../src/cluster/cluster-paths.ts";
import { linkTools } from "../src/cluster/link-tools.ts";

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

/** A build that has these programs; returns their folder. */
function build(name: string, ...programs: readonly string[]): string {
  for (const program of programs) workspace.write(`${name}/${program}`, "");
  return workspace.path(name);
}

it("links what people use of several builds, again for a new one, and nothing else", async () => {
  const paths = clusterPaths(workspace.path("state"));
  await linkTools(build("own", "kubectl", "kubectl-argo-rollouts", "kubelet", "etcd"), paths);
  await linkTools(build("platform", "argocd", "helm", "kustomize"), paths);
  expect(readdirSync(paths.tools).toSorted()).toEqual(["argocd", "kubectl", "kubectl-argo-rollouts"]);
  const next = build("next", "argocd");
  await linkTools(next, paths);
  await linkTools(next, paths);
  expect(readlinkSync(path.join(paths.tools, "argocd"))).toBe(path.join(next, "argocd"));
  expect(readlinkSync(path.join(paths.tools, "kubectl"))).toBe(workspace.path("own/kubectl"));
});
