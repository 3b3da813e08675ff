import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/markdown.ts";

const folder = join(ROOT, "infra/local-cluster/mod");
const files = readdirSync(folder).map((name) => ({ name, path: join(folder, name, "go.mod") }));

/** What may differ, and why. */
const EXCEPTIONS: readonly RegExp[] = [
  // Kubernetes' libraries: those of the release for which a program is written.
  /^k8s\.io\/(?!klog|utils)/,
];

/** Modules of which Prometheus' build tags leave the importers out: named in its go.mod, compiled by nobody. */
const UNUSED_BY = "prometheus";

/** Module → version → folders that require it. */
function requirements(): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, Map<string, string[]>>();
  for (const { name, path } of files) {
    for (const [, module = "", version = ""] of readFileSync(path, "utf8").matchAll(
      /^\s*(?:require )?([\w~./-]+) (v\S+)(?: \/\/ indirect)?$/gm,
    )) {
      const versions = found.get(module) ?? new Map<string, string[]>();
      versions.set(version, [...(versions.get(version) ?? []), name]);
      found.set(module, versions);
    }
  }
  return found;
}

describe("the Go modules that programs are built from", () => {
  it("agree on versions: a package that two programs share is then compiled once", () => {
    const found = [...requirements()];
    expect(found.length).toBeGreaterThan(500);
    const differing = found
      .map(([module, versions]) => ({
        module,
        versions: [...versions].filter(([, names]) => names.some((name) => name !== UNUSED_BY)),
      }))
      .filter(({ versions }) => versions.length > 1)
      .map(
        ({ module, versions }) =>
          `${module} ${versions.map(([version, names]) => `${version} (${names.join(", ")})`).join(" / ")}`,
      )
      .filter((line) => !EXCEPTIONS.some((pattern) => pattern.test(line)));
    expect(differing).toEqual([]);
  });
});
