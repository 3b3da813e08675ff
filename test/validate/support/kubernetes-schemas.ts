import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { ROOT } from "../../support/markdown.ts";
import { strictSchema } from "./strict-schema.ts";
import type { Schema } from "./strict-schema.ts";

/** A Go module that holds definitions: the folder of a go.mod that requires it, and where they are in it. */
interface Source {
  readonly required: string;
  readonly module: string;
  readonly path: string;
}

const CORE: Source = {
  required: "infra/local-cluster/mod/core",
  module: "k8s.io/kubernetes",
  path: "api/openapi-spec/v3",
};

/** Where the definitions of custom resources come from. A folder, or one file. */
const CUSTOM: readonly Source[] = [
  {
    required: "infra/local-cluster/mod/core",
    module: "github.com/argoproj/argo-rollouts",
    path: "manifests/crds",
  },
  {
    required: "infra/local-cluster/mod/argocd",
    module: "github.com/argoproj/argo-cd/v3",
    path: "manifests/crds",
  },
  { required: "tools/schemas", module: "github.com/cert-manager/cert-manager", path: "deploy/crds" },
  {
    required: "tools/schemas",
    module: "github.com/external-secrets/external-secrets",
    path: "deploy/crds/bundle.yaml",
  },
  {
    required: "tools/schemas",
    module: "github.com/prometheus-operator/prometheus-operator",
    path: "example/prometheus-operator-crd",
  },
  {
    required: "infra/local-cluster/mod/traefik",
    module: "sigs.k8s.io/gateway-api",
    path: "config/crd/standard",
  },
];

const OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** kubeconform's template for the names of the files that `writeSchemas` writes. */
export const SCHEMA_FILE = "{{.Group}}_{{.ResourceAPIVersion}}_{{.ResourceKind}}.json";

/** Writes a strict schema for each kind of the cluster's Kubernetes and of each custom resource; returns the kinds. */
export function writeSchemas(directory: string): readonly string[] {
  mkdirSync(directory, { recursive: true });
  const definitions = readCoreDefinitions();
  const kinds = [...coreKinds(definitions), ...customKinds()];
  for (const { name, schema } of kinds) {
    writeFileSync(join(directory, `${name}.json`), JSON.stringify(strictSchema(schema, definitions)));
  }
  return kinds.map(({ name }) => name);
}

interface Kind {
  /** As SCHEMA_FILE names it. */
  readonly name: string;
  readonly schema: Schema;
}

function readCoreDefinitions(): ReadonlyMap<string, Schema> {
  const definitions = new Map<string, Schema>();
  for (const file of filesOf(CORE, /__v\d\w*_openapi\.json$/)) {
    const { components } = JSON.parse(readFileSync(file, "utf8"));
    for (const [name, schema] of Object.entries(components.schemas ?? {}))
      definitions.set(name, schema as Schema);
  }
  return definitions;
}

function coreKinds(definitions: ReadonlyMap<string, Schema>): readonly Kind[] {
  return [...definitions.values()].flatMap((schema) => {
    const kinds = schema["x-kubernetes-group-version-kind"] as
      | readonly { readonly group: string; readonly version: string; readonly kind: string }[]
      | undefined;
    // Options of requests (DeleteOptions) are of every group; a resource is of one.
    return kinds?.length === 1 ? kinds.map((each) => ({ name: fileName(each), schema })) : [];
  });
}

/** The files that define the custom resources which manifests may use. */
export function definitionFiles(): readonly string[] {
  return CUSTOM.flatMap((source) => filesOf(source, /\.ya?ml$/)).filter(
    (path) => basename(path) !== "kustomization.yaml",
  );
}

function customKinds(): readonly Kind[] {
  return definitionFiles()
    .flatMap((file) => parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS()))
    .filter((object) => object?.kind === "CustomResourceDefinition")
    .flatMap(({ spec }) =>
      spec.versions.map((version: { name: string; schema: { openAPIV3Schema: Schema } }) => ({
        name: fileName({ group: spec.group, version: version.name, kind: spec.names.kind }),
        schema: withObjectMeta(version.schema.openAPIV3Schema),
      })),
    );
}

/** A definition says of metadata only that it is an object. */
function withObjectMeta(schema: Schema): Schema {
  const properties = schema["properties"] as Readonly<Record<string, Schema>>;
  return { ...schema, properties: { ...properties, metadata: { $ref: OBJECT_META } } };
}

/** kubeconform takes the version for the group where there is none. */
function fileName(kind: { readonly group: string; readonly version: string; readonly kind: string }): string {
  const group = kind.group === "" ? kind.version : kind.group;
  return `${group}_${kind.version}_${kind.kind.toLowerCase()}`;
}

function filesOf(source: Source, pattern: RegExp): readonly string[] {
  const place = join(moduleFolder(source), source.path);
  if (!existsSync(place)) throw new Error(`${source.module} has no ${source.path}`);
  if (statSync(place).isFile()) return [place];
  return readdirSync(place)
    .filter((name) => pattern.test(name))
    .map((name) => join(place, name));
}

/** The folder of the module's sources, downloaded when it is not there yet; go.sum vouches for them. */
export function moduleFolder(source: Pick<Source, "required" | "module">): string {
  const output = execFileSync("go", ["mod", "download", "-json", source.module], {
    cwd: join(ROOT, source.required),
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "", GOTOOLCHAIN: "local", GOWORK: "off" },
  });
  return (JSON.parse(output) as { Dir: string }).Dir;
}
