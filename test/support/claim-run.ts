import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Claims the clusters of a workspace's tests for this process, since a run ends what an earlier one left of them. Returns what gives
 * the claim back. Throws while another run that lives has it.
 */
export function claimRun(prefix: string, folder: string = tmpdir()): () => void {
  const file = join(folder, `${prefix}.run`);
  const owner = ownerOf(file);
  if (owner !== undefined) {
    throw new Error(
      `the cluster tests of this workspace run already, in process ${owner}: wait for their end`,
    );
  }
  rmSync(file, { force: true });
  writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
  return () => rmSync(file, { force: true });
}

/** The process that has the claim, when it lives. */
function ownerOf(file: string): number | undefined {
  try {
    const owner = Number(readFileSync(file, "utf8"));
    process.kill(owner, 0);
    return owner;
  } catch {
    return undefined;
  }
}
