// check-manifests.mjs [FILE]: downloads each upstream manifest that remote overlays fetch, and compares it with the checksum in
// FILE (default: infra/platform/versions.yaml), which kustomize cannot do. Exit code 1 when one differs or cannot be read.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const TIMEOUT_MS = 60_000;
const [file = join(import.meta.dirname, "../infra/platform/versions.yaml")] = process.argv.slice(2);
const { components } = parse(readFileSync(file, "utf8"));

/** What is wrong with a manifest; undefined when it is the one that is meant. */
async function faultOf({ url, checksum }) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) return `answered ${response.status}`;
    const found = `sha256:${createHash("sha256")
      .update(Buffer.from(await response.arrayBuffer()))
      .digest("hex")}`;
    return found === checksum ? undefined : `is ${found}, not ${checksum}`;
  } catch (error) {
    return `cannot be read: ${error.cause?.message ?? error.message}`;
  }
}

const manifests = Object.values(components).flatMap(({ manifest }) => manifest ?? []);
for (const manifest of manifests) {
  const fault = await faultOf(manifest);
  process.stdout.write(
    `${fault === undefined ? "ok" : "WRONG"}: ${manifest.url} ${fault ?? ""}`.trimEnd() + "\n",
  );
  if (fault !== undefined) process.exitCode = 1;
}
if (manifests.length === 0) throw new Error(`${file} names no manifest`);
