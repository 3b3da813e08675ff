import { CanaryError } from "@canary/core";
import { requireCommand, runCommand } from "../system/run-command.ts";
import { kindNameOf } from "./kind-config.ts";

interface DockerManifest {
  readonly RepoTags?: readonly string[] | null;
}

/** Loads a docker archive into the node and returns its images' names. Throws CANARY_CLUSTER_IMAGE_INVALID. */
export async function loadKindImage(archive: string, clusterName: string): Promise<readonly string[]> {
  const names = await readArchiveNames(archive);
  await requireCommand("kind", ["load", "image-archive", archive, "--name", kindNameOf(clusterName)]);
  return names;
}

async function readArchiveNames(archive: string): Promise<readonly string[]> {
  const result = await runCommand("tar", ["-xOf", archive, "manifest.json"]);
  const names = result.exitCode === 0 ? parseNames(result.stdout) : [];
  if (names.length > 0) return names;
  throw new CanaryError(`${archive} is not an image archive with a name in it`, {
    code: "CANARY_CLUSTER_IMAGE_INVALID",
    hint: "Write it with `docker save NAME:TAG -o FILE`.",
  });
}

function parseNames(manifest: string): readonly string[] {
  try {
    return (JSON.parse(manifest) as readonly DockerManifest[]).flatMap(({ RepoTags }) => RepoTags ?? []);
  } catch {
    return [];
  }
}
