import { CanaryError, isCanaryError } from "@canary/core";
import { kubectl } from "./target.ts";
import type { Target } from "./target.ts";

const APPLY = ["apply", "--server-side", "--field-manager=canary", "--force-conflicts"];

/** A folder of a commit, whose files are below `tree` for as long as they are applied. */
export interface CommitFolder {
  readonly tree: string;
  readonly folder: string;
  /** The commit of the user's. */
  readonly commit: string;
}

/** Applies the kustomization of the folder. Throws CANARY_TOOL_FAILED, which names the folder as the repository has it. */
export async function applyFolder(
  target: Target,
  { tree, folder, commit }: CommitFolder,
  more: readonly string[] = [],
): Promise<void> {
  try {
    await kubectl(target, [...APPLY, "-k", `${tree}/${folder}`, ...more]);
  } catch (error) {
    if (!isCanaryError(error) || error.code !== "CANARY_TOOL_FAILED") throw error;
    throw new CanaryError(error.message.replaceAll(`${tree}/`, ""), {
      code: "CANARY_TOOL_FAILED",
      hint: `See what is applied: \`kubectl kustomize ${folder}\` in commit ${commit.slice(0, 12)}; mend it there, commit, and run this again.`,
      details: { ...error.details, folder, commit },
      cause: error,
    });
  }
}
