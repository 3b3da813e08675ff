import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import * as z from "zod";
import { ROOT } from "../support/markdown.ts";
import { gitFiles } from "./support/git-files.ts";
import { SCHEMA_FILE } from "./support/kubernetes-schemas.ts";
import { podsOfTemplates } from "./support/pod-templates.ts";
import { chartFolders, manifestSets } from "./support/rendered-sets.ts";
import { runTool } from "./support/run-tool.ts";

const reportSchema = z.object({
  resources: z.array(z.object({ kind: z.string(), name: z.string(), msg: z.string() })),
});

const kustomizationSchema = z.object({
  patches: z.array(z.object({ path: z.string().optional(), patch: z.string().optional() })).default([]),
});

/** What is wrong with objects, a line each: an unknown kind, an unknown field, a wrong type, a value that is not allowed. */
async function faultsOf(objects: readonly unknown[]): Promise<readonly string[]> {
  const location = join(inject("schemaDirectory"), SCHEMA_FILE);
  const argv = ["-strict", "-output", "json", "-schema-location", location, "-"];
  const all = objects.flatMap((object) => [object, ...podsOfTemplates(object)]);
  const input = all.map((object) => JSON.stringify(object)).join("\n---\n");
  const { stdout, output } = await runTool("kubeconform", argv, { input });
  if (stdout === "") throw new Error(output);
  const { resources } = reportSchema.parse(JSON.parse(stdout));
  return resources.map(({ kind, name, msg }) => `${kind} ${name}: ${msg}`);
}

const sets = manifestSets();

const charts = existsSync(join(ROOT, "charts")) ? readdirSync(join(ROOT, "charts")) : [];

describe("every overlay, chart profile and Application", () => {
  it("is found", () => {
    expect(sets.map(({ name }) => name)).toContain("k8s/namespaces");
    expect(new Set(sets.map(({ name }) => name)).size).toBe(sets.length);
  });

  it("is found: of charts there are none, as docs/architecture.md says, or each is a set", () => {
    const text = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
    expect(charts.length === 0).toBe(text.includes("`charts/` does not exist yet"));
    expect(chartFolders()).toEqual(charts.map((name) => `charts/${name}`).toSorted());
    expect(sets.map(({ name }) => name)).toEqual(expect.arrayContaining([...chartFolders()]));
  });

  it.each(sets)("$name renders, and the API server knows every kind and field of it", async ({ render }) => {
    const objects = await render();
    expect(objects).not.toEqual([]);
    expect(await faultsOf(objects)).toEqual([]);
  });

  it.each(sets)("$name makes no object twice", async ({ render }) => {
    const names = (await render()).map(
      ({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`,
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

it("each patch of a kustomization is one document: the kustomize of kubectl before 1.31 reads no more", () => {
  const files = gitFiles((path) => basename(path) === "kustomization.yaml");
  const patches = files.flatMap((file) => {
    const { patches: own } = kustomizationSchema.parse(parse(readFileSync(join(ROOT, file), "utf8")));
    return own.map(({ path, patch = "" }) => ({
      name: `${file}: ${path ?? "inline"}`,
      text: path === undefined ? patch : readFileSync(join(ROOT, dirname(file), path), "utf8"),
    }));
  });
  expect(patches.map(({ name }) => name)).toContain(
    "infra/platform/argocd/base/kustomization.yaml: network-policies/server.yaml",
  );
  expect(patches.filter(({ text }) => parseAllDocuments(text).length !== 1)).toEqual([]);
});

describe("the check itself", () => {
  const rollout = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: { name: "a" },
    spec: { strategy: { canary: { steps: [{ setWeight: 10 }] } } },
  };
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "a" },
    spec: { ports: [{ port: 80, targetPort: "http" }] },
  };

  const container = { name: "a", image: "a:1", resources: { limits: { memory: "64Mi" } } };
  const pod = { containers: [container], volumes: [{ name: "a", emptyDir: {} }] };
  const withPod = (spec: unknown) => ({
    ...rollout,
    spec: { ...rollout.spec, template: { metadata: { labels: { app: "a" } }, spec } },
  });
  const job = (spec: unknown) => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AnalysisTemplate",
    metadata: { name: "a" },
    spec: { metrics: [{ name: "a", provider: { job: { spec: { template: { spec } } } } }] },
  });

  it("lets good objects pass", async () => {
    expect(await faultsOf([rollout, service, withPod(pod), job(pod)])).toEqual([]);
  });

  it.each([
    ["a field that is misspelt", { ...rollout, spec: { repicas: 1 } }, "repicas"],
    [
      "a field that PRDs invent: strategy.canary.analysis.interval",
      { ...rollout, spec: { strategy: { canary: { analysis: { interval: "60s" } } } } },
      "interval",
    ],
    ["a field of metadata", { ...service, metadata: { name: "a", lables: {} } }, "lables"],
    [
      "a field of metadata of a custom resource",
      { ...rollout, metadata: { name: "a", lables: {} } },
      "lables",
    ],
    [
      "a volume of a Rollout's pods that is misspelt",
      withPod({ ...pod, volumes: [{ name: "a", emptyDri: {} }] }),
      "emptyDri",
    ],
    [
      "a limit of a Rollout's pods that is no quantity",
      withPod({ ...pod, containers: [{ ...container, resources: { limits: { memory: ["64Mi"] } } }] }),
      "memory",
    ],
    [
      "a volume of an analysis' Job that is misspelt",
      job({ ...pod, volumes: [{ name: "a", emptyDri: {} }] }),
      "emptyDri",
    ],
    ["a wrong type", { ...service, spec: { ports: [{ port: "80" }] } }, "port"],
    ["a missing member", { ...service, spec: { ports: [{ name: "http" }] } }, "port"],
    ["a kind that is not served", { ...service, kind: "Servize" }, "could not find schema"],
    ["a version that is not served", { ...rollout, apiVersion: "argoproj.io/v1" }, "could not find schema"],
  ])("refuses %s", async (_, object, word) => {
    expect((await faultsOf([object])).join("\n")).toContain(word);
  });
});
