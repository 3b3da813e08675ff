import { join } from "node:path";
import { CANARY_PROGRAM, cleanEnvironment } from "@canary/testkit";
import type { TestCluster } from "../test-cluster.ts";

/** What the documentation's programs need to know of a cluster. */
export interface StandInOptions {
  readonly cluster: TestCluster;
  /** Where the router is. */
  readonly routerAddress: string;
}

/**
 * Puts programs that the documentation calls into a folder of the test's, each the real one, but pointed at the test's cluster;
 * returns the environment in which they are found. What differs from what a reader does: `sudo` makes nobody root, the hosts file is
 * another, names of hosts are resolved on the command line, and `kubectl` is held back where overlays are for other clusters. The
 * cluster's own programs are not there, and no kubeconfig is named: the documentation says how they are found.
 */
export function writeStandIns(options: StandInOptions): NodeJS.ProcessEnv {
  const { cluster, routerAddress } = options;
  const { workspace } = cluster;
  const tool = (program: string, lines: string): void =>
    void workspace.writeTool(program, `#!/usr/bin/env bash\nset -euo pipefail\n${lines}\n`);
  workspace.write("hosts", "127.0.0.1 localhost\n");
  tool("sudo", sudo(workspace.path("root-home")));
  tool("canary", canary(cluster));
  tool("curl", `exec /usr/bin/curl --silent --show-error --resolve canary.local:443:${routerAddress} "$@"`);
  tool("kubectl", kubectl(cluster));
  // The cluster's state is where HOME says.
  const { XDG_STATE_HOME: _state, ...clean } = cleanEnvironment(workspace);
  return {
    ...clean,
    ...goEnvironment(),
    // What the machine has: Go, Terraform, git.
    PATH: `${workspace.path("bin")}:${process.env["PATH"]}`,
    XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? join(process.env["HOME"] ?? "/root", ".cache"),
    GIT_EDITOR: "true",
    GIT_AUTHOR_NAME: "test",
    GIT_AUTHOR_EMAIL: "test@localhost",
    GIT_COMMITTER_NAME: "test",
    GIT_COMMITTER_EMAIL: "test@localhost",
  };
}

function goEnvironment(): NodeJS.ProcessEnv {
  const { GOPROXY, GOFLAGS, GOMODCACHE, HOME } = process.env;
  return { GOPROXY, GOFLAGS, GOMODCACHE: GOMODCACHE ?? join(HOME ?? "/root", "go/pkg/mod") };
}

/** The environment after a line that changed it, with the stand-ins first again. */
export function behindStandIns({ workspace }: TestCluster, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, PATH: `${workspace.path("bin")}:${env["PATH"]}` };
}

/** What sudo leaves of the environment as Debian configures it: root's home, and folders of programs that are none of the reader's. */
function sudo(home: string): string {
  const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const own = `HOME=${home} LOGNAME=root USER=root SHELL=/bin/bash SUDO_USER=reader PATH=${path}`;
  return `exec env --ignore-environment TERM="\${TERM:-dumb}" ${own} "$@"`;
}

/**
 * The program under test, which means the test's cluster and hosts file. The environment `staging` is the cluster once more, as one
 * that is there already: a person has a kubectl for it.
 */
function canary({ workspace, binDirectory, name }: TestCluster): string {
  return `export CANARY_FILE=${workspace.path("hosts")}
case " $* " in
  *" --env staging "*) PATH=${workspace.path("bin")}:${binDirectory}:$PATH ;;
  *) export CANARY_NAME=${name} CANARY_CLUSTER=${name} ;;
esac
exec ${process.execPath} ${CANARY_PROGRAM} "$@"`;
}

/**
 * The next kubectl on PATH, which must be the cluster's own. It creates what another line created already; of overlays for other
 * clusters it only asks whether they would be taken, and it does not render Argo CD's, which reads its manifest from the web:
 * `make validate` does, from the module.
 */
function kubectl({ binDirectory }: TestCluster): string {
  return `real=$(type -aP kubectl | grep --invert-match --line-regexp --fixed-strings "$0" | head -n 1 || true)
if [ ! "$real" -ef ${join(binDirectory, "kubectl")} ]; then
  echo "error: \${real:-no kubectl} is the first on PATH, and not the cluster's" >&2
  exit 1
fi
words=("$@")
case " $* " in
  *" -k infra/platform/argocd/overlays/remote "*) exit 0 ;;
  *" apply "*" -k "*) words+=(--dry-run=server --force-conflicts) ;;
  *" --dry-run"*) ;;
  *" create "*) "$real" "$@" --dry-run=client --output yaml | "$real" apply --filename - && exit ;;
esac
exec "$real" "\${words[@]}"`;
}
