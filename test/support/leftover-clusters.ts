import { spawn } from "node:child_process";
import { basename, join, resolve } from "node:path";
import { readClaims } from "../../packages/local-cluster/src/cluster/index-claim.ts";
import { ROOT } from "./markdown.ts";

/** Ends every cluster of this host whose name begins with `prefix`, wherever its state is: a run that was aborted left it. */
export async function endLeftoverClusters(prefix: string): Promise<void> {
  for (const { stateDirectory } of await readClaims()) {
    const name = basename(stateDirectory);
    if (name.startsWith(prefix)) await endCluster(name, resolve(stateDirectory, "../../.."));
  }
}

/** A cluster that does not end is told, and no reason to run no test. */
function endCluster(name: string, stateHome: string): Promise<void> {
  const child = spawn(join(ROOT, "bin/canary"), ["cluster", "down", "--name", name], {
    cwd: ROOT,
    env: { ...process.env, XDG_STATE_HOME: stateHome },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((done, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      process.stderr.write(
        `${name} was left by an earlier run; \`canary cluster down\` ended with ${code}\n`,
      );
      done();
    });
  });
}
