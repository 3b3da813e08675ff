import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { spawn } from "node:child_process";
import type { TestProject } from "vitest/node";
import { claimRun } from "./support/claim-run.ts";
import { endLeftoverClusters } from "./support/leftover-clusters.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Why cluster tests cannot run here, or null. */
    readonly clusterObstacle: string | null;
    /** Prefix of the names of clusters that belong to this workspace's tests, at most 24 characters. */
    readonly clusterPrefix: string;
  }
}

const root = join(import.meta.dirname, "..");
const canary = join(root, "bin/canary");

/**
 * Builds the local cluster's programs once for all cluster tests, or says loudly why they cannot run. No cluster of theirs is there
 * before the first test and after the last.
 */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const obstacle = await findObstacle();
  if (obstacle !== null) {
    if (process.env["CANARY_REQUIRE_CLUSTER"] === "1")
      throw new Error(`the cluster tests are required, but ${obstacle}`);
    process.stderr.write(`\nSKIPPED: every cluster test, because ${obstacle}\n\n`);
  }
  project.provide("clusterObstacle", obstacle);
  const prefix = `canary-test-${createHash("sha256").update(root).digest("hex").slice(0, 8)}`;
  project.provide("clusterPrefix", prefix);
  if (obstacle !== null) return undefined;
  const release = claimRun(prefix);
  await endLeftoverClusters(prefix);
  await run(["cluster", "build", "--with", "platform"]);
  return async () => {
    await endLeftoverClusters(prefix);
    release();
  };
}

async function findObstacle(): Promise<string | null> {
  if (!existsSync(join(root, "packages/cli/dist/canary.cjs"))) return "canary is not built (make build)";
  if (process.platform !== "linux") return `the local cluster needs Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return "the local cluster needs root";
  return run(["doctor", "--provider", "local"]).then(
    () => null,
    (error: Error) => error.message,
  );
}

function run(argv: readonly string[]): Promise<void> {
  const child = spawn(canary, argv, { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`canary ${argv.join(" ")} ended with ${code}`)),
    );
  });
}
