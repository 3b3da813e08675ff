import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it, vi } from "vitest";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { buildCluster } from "../../packages/local-cluster/src/index.ts";
import { ROOT } from "../support/markdown.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { renderAll } from "../validate/support/rendered-sets.ts";
import { startOnLoopback } from "./support/loopback-program.ts";

const CONFIG = join(ROOT, "infra/platform/prometheus/base/prometheus.yaml");
const SOON = { timeout: 30_000, interval: 100 };

const configSchema = z.object({ global: z.record(z.string(), z.unknown()) });
const shownSchema = z.object({ data: z.object({ yaml: z.string() }) });
const deploymentSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.array(z.object({ env: z.array(z.object({ name: z.string(), value: z.string() })) })),
      }),
    }),
  }),
});

/** The variables of Prometheus in an overlay. */
async function environmentIn(overlay: string): Promise<Record<string, string>> {
  const objects = await renderAll((name) => name === `infra/platform/prometheus/overlays/${overlay}`);
  const { spec } = deploymentSchema.parse(objects.find(({ kind }) => kind === "Deployment"));
  const variables = spec.template.spec.containers.flatMap(({ env }) => env);
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

/** What Prometheus puts on its alerts with these variables. It discovers and asks nothing. */
async function externalLabels(env: Record<string, string>): Promise<unknown> {
  const folder = temporaryFolder("canary-prometheus-");
  const { global } = configSchema.parse(parse(readFileSync(CONFIG, "utf8")));
  writeFileSync(join(folder, "prometheus.yaml"), stringify({ global }));
  const recipeDirectory = join(ROOT, "infra/local-cluster");
  const { binDirectory } = await buildCluster({ recipeDirectory, parts: ["prometheus", "alertmanager"] });
  const options = [
    `--config.file=${folder}/prometheus.yaml`,
    `--storage.tsdb.path=${folder}/data`,
    "--web.listen-address=127.0.0.1:0",
  ];
  const prometheus = await startOnLoopback(join(binDirectory, "prometheus"), options, env);
  try {
    // It listens before it is ready.
    const answer = await vi.waitFor(async () => {
      const response = await fetch(`${prometheus.url}/api/v1/status/config`);
      return shownSchema.parse(await response.json());
    }, SOON);
    return configSchema.parse(parse(answer.data.yaml)).global["external_labels"];
  } finally {
    await prometheus.stop();
  }
}

describe.skipIf(inject("clusterObstacle") !== null)("the alerts of a cluster", () => {
  it.each([
    ["local", "canary"],
    ["remote", "remote"],
  ])("have, with overlay %s, the label cluster=%s", async (overlay, cluster) => {
    expect(await externalLabels(await environmentIn(overlay))).toEqual({ cluster });
  });

  it("have the name that an installation gives its cluster", async () => {
    expect(await externalLabels({ CLUSTER_NAME: "staging" })).toEqual({ cluster: "staging" });
  });
});
