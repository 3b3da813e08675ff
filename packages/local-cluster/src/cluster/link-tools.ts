import { access, mkdir, readlink, rm, symlink } from "node:fs/promises";
import path from "node:path";
import type { ClusterPaths } from "./cluster-paths.ts";

/** Programs that people use; the other ones of a build only the cluster runs. */
const TOOLS = ["kubectl", "kubectl-argo-rollouts", "argocd"];

/** Links those that a build has into a folder of the cluster's, which people put on PATH. */
export async function linkTools(binDirectory: string, { tools }: ClusterPaths): Promise<void> {
  await mkdir(tools, { recursive: true });
  for (const name of TOOLS) {
    const program = path.join(binDirectory, name);
    const isThere = await access(program).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    const link = path.join(tools, name);
    if ((await readlink(link).catch(() => undefined)) === program) continue;
    await rm(link, { force: true });
    await symlink(program, link);
  }
}
