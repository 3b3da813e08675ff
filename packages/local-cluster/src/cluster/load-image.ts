import { CanaryError } from "@canary/core";
import { createHash } from "node:crypto";
import { copyFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "../system/run-command.ts";
import type { ClusterPaths } from "./cluster-paths.ts";
import { readClusterRecord } from "./cluster-record.ts";

/**
 * Copies an OCI or docker archive to where the node's registry finds it with the next pull; returns the images' full names.
 * Throws CANARY_CLUSTER_NOT_FOUND, CANARY_CLUSTER_IMAGE_INVALID.
 */
export async function loadImage(
  archive: string,
  clusterName: string,
  paths: ClusterPaths,
): Promise<readonly string[]> {
  const record = await readClusterRecord(paths.record);
  if (record === undefined) throw clusterNotFound(clusterName);
  const temporary = path.join(paths.images, `.${process.pid}.loading`);
  await copyFile(archive, temporary).catch((error: unknown) => {
    throw invalid(`${archive} cannot be read`, error);
  });
  const helper = path.join(record.buildDirectory, "bin", "helper");
  const result = await runCommand(helper, ["images", temporary]);
  if (result.exitCode !== 0) {
    await rm(temporary, { force: true });
    throw invalid(
      result.stderr
        .trim()
        .replace(/^helper: /, "")
        .replaceAll(temporary, archive),
    );
  }
  const names = result.stdout.split("\n").filter(Boolean);
  const file = createHash("sha256").update(names.join("\n")).digest("hex").slice(0, 16);
  await rename(temporary, path.join(paths.images, `${file}.tar`));
  return names;
}

export function clusterNotFound(name: string): CanaryError {
  return new CanaryError(`there is no cluster "${name}"`, {
    code: "CANARY_CLUSTER_NOT_FOUND",
    hint: `Start it with \`canary cluster up --name ${name}\`.`,
  });
}

function invalid(message: string, cause?: unknown): CanaryError {
  return new CanaryError(message, {
    code: "CANARY_CLUSTER_IMAGE_INVALID",
    hint: "Give an archive that `docker save NAME:TAG`, or an OCI image builder, wrote, with the image's name in it.",
    ...(cause !== undefined && { cause }),
  });
}
