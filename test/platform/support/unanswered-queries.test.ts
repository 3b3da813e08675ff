import { describe, expect, it } from "vitest";
import { askThrough, unansweredQueries } from "./unanswered-queries.ts";
import type { Ask } from "./unanswered-queries.ts";

/** Prometheus with one Application, which is Synced. */
const ask: Ask = async (promql) =>
  Promise.resolve(
    ["argocd_app_info", "sum by (sync_status) (argocd_app_info)"].includes(promql)
      ? [{ name: "podinfo", sync_status: "Synced" }]
      : [],
  );

const unanswered = (query: string): Promise<readonly string[]> =>
  unansweredQueries([{ panel: "Argo CD: Panel", query }], ask);

describe("a dashboard's query", () => {
  it.each([
    ["has samples", "sum by (sync_status) (argocd_app_info)"],
    ["finds nothing, because nothing is out of sync", 'argocd_app_info{sync_status!="Synced"}'],
  ])("is answered when it %s", async (_, query) => {
    expect(await unanswered(query)).toEqual([]);
  });

  it.each([
    ["a metric that is not there", "sum(argocd_app_infos)", "an answer"],
    ["a metric that is not there, by its labels", 'argocd_app_infos{name="podinfo"}', "argocd_app_infos"],
    ["a label that no sample has", 'argocd_app_info{sync="Synced"}', "argocd_app_info{sync}"],
  ])("is not answered when it names %s", async (_, query, missing) => {
    expect(await unanswered(query)).toEqual([`Argo CD: Panel: ${query}: nothing has ${missing}`]);
  });
});

it("reaches Prometheus through the API server", async () => {
  const asked: string[] = [];
  const answer = JSON.stringify({ data: { result: [{ metric: { job: "a" }, value: [0, "1"] }] } });
  const prometheus = askThrough(async (...argv) => Promise.resolve(asked.push(...argv) > 0 ? answer : ""));
  expect(await prometheus('up{job="a"}')).toEqual([{ job: "a" }]);
  expect(asked.at(-1)).toContain("prometheus:9090/proxy/api/v1/query?query=up%7Bjob%3D%22a%22%7D");
});
