import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMPONENTS, moduleSource } from "../support/platform-versions.ts";
import type { KubernetesObject } from "./support/kubernetes-object.ts";
import { workloadsIn } from "./support/kubernetes-object.ts";
import { moduleFolder } from "./support/kubernetes-schemas.ts";
import { renderAll } from "./support/rendered-sets.ts";

/** Images of every pod that objects make. */
function imagesIn(objects: readonly KubernetesObject[]): readonly string[] {
  return workloadsIn(objects).flatMap(({ template }) =>
    [...template.spec.containers, ...(template.spec.initContainers ?? [])].map(({ image }) => image),
  );
}

describe("infra/platform/versions.yaml", () => {
  it("lists every image of everything that is rendered, upstream manifests and charts among it", async () => {
    const images = [...new Set(imagesIn(await renderAll()))];
    const known = Object.values(COMPONENTS).flatMap((component) => component.images ?? []);
    expect(images.length).toBeGreaterThan(10);
    expect(images.filter((image) => !known.includes(image.replace(/@.*/, "")))).toEqual([]);
    expect(images).toContain("ghcr.io/dexidp/dex:v2.43.0");
  });

  it.each(Object.entries(COMPONENTS).filter(([, { manifest }]) => manifest !== undefined))(
    "has the checksum of %s's manifest that the Go module has, whose bytes go.sum vouches for",
    (_, { source, manifest }) => {
      const { module, in: folder } = moduleSource.parse(source);
      const file = join(
        moduleFolder({ required: `infra/local-cluster/mod/${folder}`, module }),
        manifest?.path ?? "",
      );
      const checksum = createHash("sha256").update(readFileSync(file)).digest("hex");
      expect(`sha256:${checksum}`).toBe(manifest?.checksum);
      expect(manifest?.url.endsWith(`/${manifest.path}`)).toBe(true);
    },
  );
});
