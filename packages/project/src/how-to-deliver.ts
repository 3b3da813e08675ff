import { isAncestor } from "@canary/gitops";
import type { GitOpsCluster } from "./gitops-cluster.ts";

const BRANCH = "the branch that argocd/root/overlays/remote/repository.yaml names";

/** What delivers where a command only compared. */
const PUSH = "`canary gitops push` with the same options";

interface Reading {
  /** The commit that Argo CD has read; null, undefined or empty when none. */
  readonly read: string | null | undefined;
  /** What to do once the two are together. */
  readonly afterwards: string;
}

/** As `howToDeliver`, of a command that only compared; null where the commit is what was read. */
export async function adviceFor(
  cluster: GitOpsCluster,
  expected: string,
  read: Reading["read"],
): Promise<string | null> {
  return read === expected ? null : howToDeliver(cluster, expected, { read, afterwards: PUSH });
}

/**
 * What brings a commit of the user's to Argo CD, a sentence. Somebody else may have pushed to the repository since: then another
 * push would be refused.
 */
export async function howToDeliver(
  { root, overlay }: GitOpsCluster,
  expected: string,
  { read, afterwards }: Reading,
): Promise<string> {
  if (overlay === "local") return `${PUSH}.`;
  const push = `\`git push\` to ${BRANCH}, then ${afterwards}.`;
  if (read === null || read === undefined || read === "" || (await isAncestor(root, read, expected)) === true)
    return push;
  const isBehind = await isAncestor(root, expected, read);
  if (isBehind === true)
    return `It reads a later commit of ${BRANCH}: \`git pull\` for that one, or \`git revert\` to go back, then ${afterwards}.`;
  if (isBehind === undefined)
    return `This repository does not have what it reads: \`git fetch\`, then \`git pull\` or \`git push\` on ${BRANCH}, then ${afterwards}.`;
  return `Both have commits that the other lacks: \`git pull\`, then ${push}`;
}
