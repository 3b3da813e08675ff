import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { BUILD_TARGETS } from "../packages/local-cluster/src/build/build-targets.ts";
import { KIND_TOOLS } from "../packages/local-cluster/src/host/kind-checks.ts";
import { KIND_NODE_IMAGE } from "../packages/local-cluster/src/kind/kind-config.ts";
import { VERSIONS } from "../packages/local-cluster/src/build/targets/versions.ts";

const root = join(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

const moduleSource = z.strictObject({ module: z.string(), in: z.string(), revision: z.string().optional() });
const componentSchema = z.strictObject({
  version: z.string().regex(/^\d+(\.\d+)*$/),
  source: z.union([
    moduleSource,
    z.strictObject({ url: z.url() }),
    z.strictObject({ image: z.string() }),
    z.strictObject({ own: z.string() }),
    z.strictObject({ program: z.string() }),
    z.strictObject({ package: z.string() }),
    z.strictObject({ suite: z.string() }),
  ]),
  checksum: z
    .string()
    .regex(/^(h1:|sha256:)/)
    .optional(),
  /** Why there is no checksum. */
  unverified: z.string().optional(),
  images: z.array(z.string()).optional(),
});
const { components } = z
  .strictObject({ components: z.record(z.string(), componentSchema) })
  .parse(parse(read("infra/platform/versions.yaml")));
const images = Object.values(components).flatMap((component) => component.images ?? []);

/** What configures the platform; documents and lockfiles tell of versions, they decide none. */
const configuration = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\0")
  .filter(
    (file) => /^(argocd|charts|infra|k8s|playbooks)\//.test(file) && /\.(ya?ml|tf|hcl|toml)$/.test(file),
  )
  .filter((file) => file !== "infra/platform/versions.yaml");

const versions = new Set(Object.values(components).map(({ version }) => version));
const checksums = new Set(Object.values(components).map(({ checksum }) => checksum));

/** Versions and digests in a text that no component has: of charts, values of charts, labels, and images that kustomize renames. */
function unknownVersionsIn(text: string): readonly string[] {
  const named = [
    ...text.matchAll(/\b(?:targetRevision|tag|newTag|app\.kubernetes\.io\/version): ["']?v?(\d[^\s"',}]*)/g),
  ].filter(([, version = ""]) => !versions.has(version));
  const digests = [...text.matchAll(/sha256:[0-9a-f]{64}/g)].filter(([digest]) => !checksums.has(digest));
  return [...named, ...digests].map(([found]) => found);
}

/** Charts in a text, each with the version that it is to have and that of the component from its repository. */
function chartsIn(text: string): readonly { readonly asked: string; readonly known: string | undefined }[] {
  const charts = text.matchAll(/repoURL: (\S+)\s+chart: \S+\s+targetRevision: v?(\S+)/g);
  return [...charts].map(([, url = "", asked = ""]) => ({
    asked,
    known: Object.values(components).find(({ source }) => "url" in source && source.url === url)?.version,
  }));
}

describe("infra/platform/versions.yaml", () => {
  it("is what the local cluster is built from", () => {
    const built = Object.keys(VERSIONS).map((name) => [name, components[name]?.version]);
    expect(Object.fromEntries(built)).toEqual(VERSIONS);
  });

  it.each(Object.entries(components).filter(([, { source }]) => "module" in source))(
    "names the release and the checksum of %s that go.mod and go.sum pin",
    (_, component) => {
      const source = moduleSource.parse(component.source);
      const revision = source.revision ?? `v${component.version}`;
      const folder = source.in.includes("/") ? source.in : `infra/local-cluster/mod/${source.in}`;
      expect(read(`${folder}/go.mod`)).toContain(`${source.module} ${revision}`);
      expect(read(`${folder}/go.sum`)).toContain(`${source.module} ${revision} ${component.checksum}\n`);
    },
  );

  it("has the release of each component whose definitions manifests are held to", () => {
    const required = [...read("tools/schemas/go.mod").matchAll(/^\t(\S+) v(\S+)$/gm)];
    expect(required.length).toBeGreaterThan(2);
    const releases = required.map(([, module = "", version]) => [module.split("/").at(-1), version]);
    expect(releases).toEqual(releases.map(([name = ""]) => [name, components[name]?.version]));
  });

  it("gives a checksum to everything that comes from a module, and to what is downloaded or says why not", () => {
    const without = Object.entries(components).filter(
      ([, { source, checksum, unverified }]) =>
        checksum === undefined &&
        ("module" in source || (("url" in source || "image" in source) && unverified === undefined)),
    );
    expect(without).toEqual([]);
  });

  it("lists every image that the local cluster builds", () => {
    const built = BUILD_TARGETS.flatMap((target) => (target.kind === "image" ? [target.image] : []));
    expect(images).toEqual(
      expect.arrayContaining(built.filter((image) => !image.startsWith("canary.local/"))),
    );
  });

  it("lists, with its tag, every image that a manifest of the repository names", () => {
    const wrong = configuration.flatMap((file) =>
      [...read(file).matchAll(/^\s*(?:- )?image: ["']?([^\s"'$]+)["']?\s*$/gm)]
        .map(([, image = ""]) => image)
        .filter(
          (image) => !image.startsWith("canary.local/") && !images.includes(image.replace(/@sha256:.*/, "")),
        )
        .map((image) => `${file}: ${image}`),
    );
    expect(wrong).toEqual([]);
  });

  it("agrees with every release that an address in the configuration names", () => {
    const wrong = configuration.flatMap((file) =>
      [...read(file).matchAll(/https?:\/\/\S*\/v?(\d+\.\d+\.\d+)\//g)]
        .filter(([, version = ""]) => !versions.has(version))
        .map(([address]) => `${file}: ${address}`),
    );
    expect(wrong).toEqual([]);
  });

  it("has every version of a chart, a tag, a label, and every digest that the configuration names", () => {
    const wrong = configuration.flatMap((file) =>
      unknownVersionsIn(read(file)).map((found) => `${file}: ${found}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    "    targetRevision: v9.9.9",
    "            tag: v9.9.9",
    "images: [{ name: a, newTag: 9.9.9 }]",
    'app.kubernetes.io/version: "9.9.9"',
    `digest: sha256:${"0".repeat(64)}`,
    `image: a:1@sha256:${"0".repeat(64)}`,
  ])("would find %s, and takes no branch for a version", (line) => {
    expect(unknownVersionsIn(line)).toHaveLength(1);
    expect(unknownVersionsIn("targetRevision: main")).toEqual([]);
  });

  it("has the version of each chart for the repository that the chart comes from", () => {
    const charts = configuration.flatMap((file) => chartsIn(read(file)));
    expect(charts).toHaveLength(2);
    expect(charts.filter(({ asked, known }) => asked !== known)).toEqual([]);
  });

  it("names the image that kind runs, with its digest", () => {
    const { images: [image] = [], checksum } = components["kind-node"] ?? {};
    expect(KIND_NODE_IMAGE).toBe(`${image}@${checksum}`);
  });

  it("has the programs that the workflows install", () => {
    const workflows = [".github/workflows/ci.yml", ".github/workflows/platform.yml"].map((file) =>
      read(file),
    );
    const installed = (pattern: RegExp): readonly (string | undefined)[] => [
      ...new Set(workflows.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]))),
    ];
    expect(installed(/terraform_version: "(.+)"/g)).toEqual([components["terraform"]?.version]);
    expect(installed(/sigs\.k8s\.io\/kind@v(\S+)/g)).toEqual([components["kind"]?.version]);
    const setUps = workflows.join().match(/hashicorp\/setup-terraform@/g)?.length;
    expect(workflows.join().match(/terraform_version/g)).toHaveLength(setUps ?? 0);
  });

  it("has the kind that canary doctor asks for", () => {
    const kind = KIND_TOOLS.find(({ program }) => program === "kind");
    expect(components["kind"]?.version).toBe(`${kind?.minimum}.0`);
  });

  it("is the only place that decides a version: nothing of the configuration says latest", () => {
    const wrong = configuration.filter((file) =>
      /(:|newTag: |targetRevision: )["']?latest\b/.test(read(file)),
    );
    expect(wrong).toEqual([]);
  });
});
