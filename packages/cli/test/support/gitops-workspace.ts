import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";

/** A cluster that kind made, and runs. */
const KIND = `#!/bin/sh
case $1 in version) echo "kind v0.30.0" ;; get) echo canary-canary ;; esac
`;
const DOCKER = `#!/bin/sh
case $1 in --version) echo "Docker version 28.2.2" ;; version) echo 28.2.2 ;; inspect) echo running ;; esac
`;
/** What Argo CD finds in the repository when it is asked to look, is in `refreshed.json`; the second time in `again.json`. */
const KUBECTL = `#!/bin/sh
cd "$(dirname "$0")/.."
case "$*" in
*annotate*" --all "*refresh=normal*) cp refreshed.json applications.json; [ ! -e again.json ] || mv again.json refreshed.json ;;
*annotations*refresh*) ;;
*applications.argoproj.io*) cat applications.json; [ ! -e settled.json ] || mv settled.json applications.json ;;
*/readyz*) printf ok ;;
*get*) printf True ;;
esac
`;

/** What kubectl prints of one, which says why it is not settled. */
export const application = (
  name: string,
  sync: string,
  health: string,
  { project = "platform", revision = "0123456789abcdef" } = {},
): object => ({
  metadata: { name },
  spec: { project, source: { repoURL: "https://git.localhost/canary.git", targetRevision: "main" } },
  status: {
    sync: { status: sync, revision },
    health: { status: health },
    conditions: [{ message: "no such folder" }],
  },
});

/** A workspace whose kind has a cluster, and whose kubectl shows the Applications of `applications.json`. */
export function createGitOpsWorkspace(): Workspace {
  const workspace = createWorkspace();
  workspace.writeTool("kind", KIND);
  workspace.writeTool("docker", DOCKER);
  workspace.writeTool("kubectl", KUBECTL);
  workspace.write("canary.yaml", "apiVersion: canary.dev/v1\n");
  return workspace;
}
