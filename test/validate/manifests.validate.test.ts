import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import * as z from "zod";
import { SCHEMA_FILE } from "./support/kubernetes-schemas.ts";
import { manifestSets } from "./support/rendered-sets.ts";
import { runTool } from "./support/run-tool.ts";

const reportSchema = z.object({
  resources: z.array(z.object({ kind: z.string(), name: z.string(), msg: z.string() })),
});

/** What is wrong with objects, a line each: an unknown kind, an unknown field, a wrong type, a value that is not allowed. */
async function faultsOf(objects: readonly unknown[]): Promise<readonly string[]> {
  const location = join(inject("schemaDirectory"), SCHEMA_FILE);
  const argv = ["-strict", "-output", "json", "-schema-location", location, "-"];
  const input = objects.map((object) => JSON.stringify(object)).join("\n---\n");
  const { stdout, output } = await runTool("kubeconform", argv, { input });
  if (stdout === "") throw new Error(output);
  const { resources } = reportSchema.parse(JSON.parse(stdout));
  return resources.map(({ kind, name, msg }) => `${kind} ${name}: ${msg}`);
}

const sets = manifestSets();

describe("every overlay, chart profile and Application", () => {
  it("is found", () => {
    expect(sets.map(({ name }) => name)).toContain("k8s/namespaces");
    expect(new Set(sets.map(({ name }) => name)).size).toBe(sets.length);
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

  it("lets good objects pass", async () => {
    expect(await faultsOf([rollout, service])).toEqual([]);
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
    ["a wrong type", { ...service, spec: { ports: [{ port: "80" }] } }, "port"],
    ["a missing member", { ...service, spec: { ports: [{ name: "http" }] } }, "port"],
    ["a kind that is not served", { ...service, kind: "Servize" }, "could not find schema"],
    ["a version that is not served", { ...rollout, apiVersion: "argoproj.io/v1" }, "could not find schema"],
  ])("refuses %s", async (_, object, word) => {
    expect((await faultsOf([object])).join("\n")).toContain(word);
  });
});
