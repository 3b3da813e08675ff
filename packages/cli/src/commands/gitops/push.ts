import { envelope, EXIT_CODES } from "@canary/core";
import type { GitOpsCluster, PushedCommit, PushSource } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { Command, CommandResult } from "../../command.ts";
import { formatDuration } from "../../output/duration.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { readSource, SOURCE_OPTIONS, withChosenGitOps } from "./gitops-options.ts";
import {
  createWaitProgress,
  readTimeout,
  renderApplications,
  TIMEOUT_OPTION,
} from "./render-applications.ts";

/** `canary gitops push`: what Argo CD is to deliver from now on. */
export const gitopsPushCommand: Command = {
  path: ["gitops", "push"],
  summary: "put a commit into the cluster's own Git repository",
  description:
    "Adds the upstream manifests of the platform to the commit and pushes it through the cluster's API server; Argo CD is told at once. Where Argo CD reads your own repository (kind, real clusters) only `git push` delivers: there Argo CD is asked to look at once, and when it finds another commit the exit code is 6.",
  arguments: [],
  options: [
    ...SOURCE_OPTIONS,
    {
      name: "wait",
      description:
        "wait until every Application is Synced with it and Healthy; exit code 3 when one is Suspended, or held by a sync window",
    },
    { name: "dry-run", description: "change nothing; exit code 1 when Argo CD reads another commit" },
    TIMEOUT_OPTION,
  ],
  formats: TABLE_JSON_YAML,
  examples: [
    "canary gitops push",
    "canary gitops push --worktree --wait",
    "canary gitops push --commit HEAD~1",
  ],
  run: async (input, context) => {
    const source = readSource(input);
    const timeoutMs = readTimeout(input);
    const isWaiting = input.flag("wait");
    return withChosenGitOps(input, context, async (cluster) =>
      input.flag("dry-run")
        ? comparePush(cluster, source)
        : push(cluster, { source, timeoutMs, isWaiting }, context),
    );
  },
};

interface PushPlan {
  readonly source: PushSource;
  readonly timeoutMs: number;
  readonly isWaiting: boolean;
}

async function push(
  cluster: GitOpsCluster,
  { source, timeoutMs, isWaiting }: PushPlan,
  context: CliContext,
): Promise<CommandResult> {
  const { isSettled, pushGitOps, waitGitOps } = await import("@canary/project");
  const started = context.clock.now();
  const pushed = await pushGitOps(cluster, source);
  const onChange = createWaitProgress(context);
  const applications = isWaiting
    ? (await waitGitOps(cluster, { timeoutMs, onChange })).delivery.applications
    : null;
  const isAtGate = applications?.every(isSettled) === false;
  return {
    exitCode: isAtGate ? EXIT_CODES.gate : EXIT_CODES.done,
    document: envelope("GitOpsPush", { cluster: cluster.name, ...pushed, applications }),
    text: () =>
      `${nameCommit(pushed, source)} ${pushed.changed ? "is what Argo CD delivers now" : "was there: nothing changed"}\n${
        applications === null
          ? ""
          : `${renderApplications(applications, context)}settled after ${formatDuration(context.clock.now() - started)}\n`
      }`,
  };
}

/** Elsewhere than on the local cluster the commit is the user's own. */
function nameCommit({ commit, base }: PushedCommit, source: PushSource): string {
  const name = commit.slice(0, 12);
  const additions =
    source === "worktree" ? "the working tree and the upstream manifests" : "the upstream manifests";
  return commit === base ? name : `${name} (${base.slice(0, 12)} with ${additions})`;
}

async function comparePush(cluster: GitOpsCluster, source: PushSource): Promise<CommandResult> {
  const { planGitOps } = await import("@canary/project");
  const { advice, ...planned } = await planGitOps(cluster, source);
  const { commit, changed } = planned;
  return {
    exitCode: changed ? EXIT_CODES.failed : EXIT_CODES.done,
    document: envelope("GitOpsPush", { cluster: cluster.name, ...planned, applications: null }),
    text: () =>
      `${commit.slice(0, 12)} ${advice === null ? "is what Argo CD delivers" : `is not what Argo CD delivers: ${advice}`}\n`,
  };
}
