import { describe, expect, it } from "vitest";
import { DASHBOARDS, queriesOf, variableQueriesOf } from "./support/dashboards.ts";
import { KNOWN_VALUES, unknownValuesIn } from "./support/known-values.ts";

const panelsOf = (file: string): readonly string[] | undefined =>
  DASHBOARDS.get(file)?.panels.map(({ title }) => title);

it("the overview of a rollout has its six panels", () => {
  expect(panelsOf("rollout.json")).toEqual([
    "Rollout timeline",
    "Traffic weight",
    "Errors: stable and canary",
    "Latency: stable and canary",
    "Analysis results",
    "Resources",
  ]);
});

it("podinfo's dashboard has its eight panels", () => {
  expect(panelsOf("podinfo.json")).toEqual([
    "Request rate: stable and canary",
    "Success rate",
    "Latency",
    "Error rate: stable and canary",
    "Current canary weight",
    "Rollout status",
    "Replicas",
    "Analysis runs",
  ]);
});

describe.each([...DASHBOARDS])("the dashboard %s", (file, dashboard) => {
  it("has an address of its own and uses only variables that it has", () => {
    expect(dashboard.uid).toBe(`canary-${file.replace(".json", "")}`);
    const variables = Object.fromEntries(dashboard.templating.list.map(({ name }) => [name, "value"]));
    expect(variables).toHaveProperty("datasource");
    expect(queriesOf(dashboard, variables).length).toBeGreaterThan(0);
  });

  it("explains every panel, and none covers another", () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { description } of dashboard.panels) expect(description).not.toBe("");
  });

  it("has no panel that answers whatever is there", () => {
    const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(queries.filter((query) => /\b(?:vector|absent)\(/.test(query))).toEqual([]);
  });

  it("selects by no word that its metrics never have", () => {
    const variables = variableQueriesOf(dashboard, {}).map(({ query }) => query);
    const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect([...variables, ...queries].flatMap(unknownValuesIn)).toEqual([]);
  });
});

it.each([
  ["rollout.json", "Rollout timeline"],
  ["podinfo.json", "Rollout status"],
])("%s, %s: says each phase of a Rollout in the words of its status", (file, panel) => {
  const { fieldConfig } = DASHBOARDS.get(file)!.panels.find(({ title }) => title === panel)!;
  expect(fieldConfig.overrides.map(({ matcher }) => matcher.options).sort()).toEqual(
    [...(KNOWN_VALUES["rollout_info"]?.["phase"] ?? [])].sort(),
  );
});
