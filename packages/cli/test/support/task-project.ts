import { afterEach, beforeEach } from "vitest";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

/** Two phases with links, an alias, a tag, an owner and a criterion. */
export const PRD = `# Plan

## Phase 1: Infra (Priority: Critical)

- [ ] Make the cluster {#infra-cluster} #k8s
- [ ] Install the tools {#infra-tools} (depends on infra-cluster) @ann
- [ ] T012 Buy the cable

## Phase 2: Blue-green (Priority: High)

- [ ] Create the rollout {#bg-rollout} (depends on infra-tools)
- [ ] Write the guide {#bg-guide}

### Acceptance criteria

- [ ] The switch takes less than 5 s
`;

/** The workspace of the present test. */
export let workspace: Workspace;

/** Gives every test of the file a workspace of its own in which `prd` is parsed. */
export function parseBeforeEach(prd = PRD): void {
  beforeEach(async () => {
    workspace = createWorkspace();
    workspace.write("PRD.md", prd);
    await canary("parse", "PRD.md");
  });
  afterEach(() => workspace.remove());
}

/** Runs canary in the workspace. */
export const canary = (...argv: readonly string[]): Promise<CanaryRun> => runCanary(workspace, argv);

/** What canary prints with `-o json`. */
export async function json(...argv: readonly string[]): Promise<ReturnType<typeof JSON.parse>> {
  return JSON.parse((await canary(...argv, "-o", "json")).stdout);
}

/** The ids that `canary tasks list` gives with these options. */
export async function idsOf(...argv: readonly string[]): Promise<readonly string[]> {
  return (await json("tasks", "list", ...argv)).tasks.map(({ id }: { id: string }) => id);
}
