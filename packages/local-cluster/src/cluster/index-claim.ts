import { CanaryError } from "@canary/core";
import { mkdir, readdir, readFile, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { acquireHostLock } from "../system/host-lock.ts";
import { writeFileAtomically } from "../system/write-file-atomically.ts";
import { chooseIndex } from "./address-plan.ts";

/** Which cluster has an index, on this host, since it booted. */
export interface IndexClaim {
  readonly index: number;
  readonly stateDirectory: string;
}

/** /run is emptied by a reboot, as are links, routes and control groups. */
export const CLAIMS_DIRECTORY = "/run/canary/clusters";

/** Takes a free index for the cluster in `stateDirectory`, or the one that it has. Throws CANARY_CLUSTER_HOST_UNSUPPORTED. */
export async function claimIndex(
  stateDirectory: string,
  readRoutes: () => Promise<readonly string[]>,
  directory: string = CLAIMS_DIRECTORY,
): Promise<number> {
  const lock = await acquireHostLock(`claims ${directory}`, {
    subject: "the list of clusters",
    verb: "claim",
    timeoutMs: 10_000,
  });
  try {
    const claims = await readClaims(directory);
    const own = claims.find((claim) => claim.stateDirectory === stateDirectory);
    if (own !== undefined) return own.index;
    const index = chooseIndex(new Set(claims.map((claim) => claim.index)), await readRoutes());
    if (index === undefined) throw noneLeft(claims.length);
    await mkdir(directory, { recursive: true });
    await writeFileAtomically(claimFile(directory, index), JSON.stringify({ index, stateDirectory }));
    return index;
  } finally {
    await lock.release();
  }
}

/** The claim of the cluster in `stateDirectory`, if it has one. */
export async function findClaim(
  stateDirectory: string,
  directory: string = CLAIMS_DIRECTORY,
): Promise<IndexClaim | undefined> {
  const claims = await readClaims(directory);
  return claims.find((claim) => claim.stateDirectory === stateDirectory);
}

/** Gives an index back; folders that are empty then are removed. */
export async function releaseIndex(index: number, directory: string = CLAIMS_DIRECTORY): Promise<void> {
  await rm(claimFile(directory, index), { force: true });
  await rmdir(directory).catch(() => undefined);
  await rmdir(path.dirname(directory)).catch(() => undefined);
}

export async function readClaims(directory: string = CLAIMS_DIRECTORY): Promise<readonly IndexClaim[]> {
  const names = await readdir(directory).catch(() => []);
  const claims = await Promise.all(
    names
      .filter((name) => /^\d+\.json$/.test(name))
      .map(async (name) => readFile(path.join(directory, name), "utf8").catch(() => "")),
  );
  return claims.filter((text) => text !== "").map((text) => JSON.parse(text) as IndexClaim);
}

function claimFile(directory: string, index: number): string {
  return path.join(directory, `${index}.json`);
}

function noneLeft(count: number): CanaryError {
  return new CanaryError(
    `no free address range is left: ${count} clusters have one, and routes of the host cover the rest`,
    {
      code: "CANARY_CLUSTER_HOST_UNSUPPORTED",
      hint: "End a cluster with `canary cluster down`, or remove a route (`ip route`) that covers 10.160.0.0 to 10.223.255.255.",
    },
  );
}
