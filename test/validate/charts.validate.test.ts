import { describe, expect, it } from "vitest";
import { COMPONENTS } from "../support/platform-versions.ts";
import { chartApplications, valuesOfChart } from "./support/application-charts.ts";
import { isRecord } from "./support/is-record.ts";
import { renderAll } from "./support/rendered-sets.ts";

/** Charts of which Go modules have no release as new as ours: chart → the release that is rendered in its place. */
const RENDERED_OLDER = { "ingress-nginx": COMPONENTS["ingress-nginx-chart-in-module"]?.version };

/** Values of ours that came to a chart after the release that is rendered. */
const NEWER_VALUES = ["ingress-nginx: controller.unhealthyPodEvictionPolicy"];

describe("the charts that Applications install", () => {
  const charts = chartApplications();

  it("are rendered in the release that is installed, or in the newest that a module has", async () => {
    const releases = charts.map(async ({ path, chart }) => {
      const [object] = await renderAll((name) => name === path);
      return [chart, object?.metadata.labels?.["helm.sh/chart"]?.replace(`${chart}-`, "")] as const;
    });
    const installed = Object.fromEntries(charts.map(({ chart, version }) => [chart, version]));
    expect(Object.fromEntries(await Promise.all(releases))).toEqual({ ...installed, ...RENDERED_OLDER });
    expect(Object.keys(installed)).toEqual(["cert-manager", "ingress-nginx"]);
  });

  it("know every value that is set, because helm says nothing of one that no template reads", () => {
    const unknown = charts.flatMap((each) =>
      unknownValues(each.values, valuesOfChart(each)).map((path) => `${each.chart}: ${path}`),
    );
    expect(unknown).toEqual(NEWER_VALUES);
  });
});

/** The values that a chart has not. What it leaves empty (`{}`, `[]`, nothing) it takes as it comes, and `resources` have Kubernetes' own shape. */
function unknownValues(values: unknown, known: unknown): readonly string[] {
  if (!isRecord(values) || !isRecord(known) || Object.keys(known).length === 0) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    if (!(key in known)) return [key];
    if (key === "resources") return [];
    return unknownValues(value, known[key]).map((path) => `${key}.${path}`);
  });
}
