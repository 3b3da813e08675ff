import type { BuiltCommit } from "./build-commit.ts";
import { GIT_SERVER } from "./places.ts";
import { refusal } from "./refusal.ts";
import { clusterArguments, clusterEnvironment, tryKubectl } from "./target.ts";
import type { Target } from "./target.ts";

const EXEC = ["-n", GIT_SERVER.namespace, "exec", "-i", `deploy/${GIT_SERVER.deployment}`, "-c", "git", "--"];

/**
 * Makes the cluster's repository point at the commit; false when it did. The push goes through `kubectl exec`, so that the
 * cluster's roles decide who may. Throws CANARY_GITOPS_NOT_INSTALLED, CANARY_TOOL_FAILED.
 */
export async function pushCommit(target: Target, built: BuiltCommit): Promise<boolean> {
  if ((await readServedCommit(target)) === built.commit) return false;
  const command = [target.kubectl, ...clusterArguments(target), ...EXEC, "git", "receive-pack"];
  const address = `ext::${[...command, GIT_SERVER.repository].map(escapeWord).join(" ")}`;
  const reference = `${built.commit}:refs/heads/${GIT_SERVER.branch}`;
  const push = ["-c", "protocol.ext.allow=always", "push", "--quiet", "--force", address, reference];
  await built.git(push, { env: await clusterEnvironment(target) });
  return true;
}

/** The commit that the cluster's repository serves; `undefined` while it is empty. Throws CANARY_GITOPS_NOT_INSTALLED, CANARY_TOOL_FAILED. */
export async function readServedCommit(target: Target): Promise<string | undefined> {
  const args = ["git", `--git-dir=${GIT_SERVER.repository}`, "rev-parse", "--verify", "--quiet"];
  const result = await tryKubectl(target, [...EXEC, ...args, `refs/heads/${GIT_SERVER.branch}`]);
  if (result.exitCode === 0) return result.stdout.trim();
  // Git's own answer: there is no such branch.
  if (result.exitCode === 1 && /^command terminated with exit code 1$/m.test(result.stderr)) return undefined;
  throw refusal("the cluster's Git server does not answer", result, target);
}

/** The helper `ext` splits at spaces and reads `%`. */
function escapeWord(word: string): string {
  return word.replaceAll("%", "%%").replaceAll(" ", "% ");
}
