import * as z from "zod";
import type { PanelQuery } from "./dashboards.ts";

const answerSchema = z.object({
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) }),
});

/** The labels of each sample that a query finds. */
export type Ask = (promql: string) => Promise<readonly Readonly<Record<string, string>>[]>;

/** Asks the platform's Prometheus through the cluster's API server. */
export function askThrough(kubectl: (...argv: readonly string[]) => Promise<string>): Ask {
  const path = "/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/query?query=";
  return async (promql) => {
    const text = await kubectl("get", "--raw", path + encodeURIComponent(promql));
    return answerSchema.parse(JSON.parse(text)).data.result.map(({ metric }) => metric);
  };
}

const SELECTOR = /([a-zA-Z_:][\w:]*)\{([^}]*)\}/g;

/**
 * The queries that can have no answer with the metrics that are there, a line each. A query that finds nothing because nothing is
 * wrong at present is answered when its metrics are there, with the labels that it selects by.
 */
export async function unansweredQueries(
  queries: readonly PanelQuery[],
  ask: Ask,
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { panel, query } of queries) {
    if ((await ask(query)).length > 0) continue;
    const unknown = await unknownIn(query, ask);
    if (unknown.length > 0) faults.push(`${panel}: ${query}: nothing has ${unknown.join(", ")}`);
  }
  return faults;
}

async function unknownIn(query: string, ask: Ask): Promise<readonly string[]> {
  const selectors = [...query.matchAll(SELECTOR)];
  if (selectors.length === 0) return ["an answer"];
  const bare = query.replaceAll(SELECTOR, "$1");
  if ((await ask(bare)).length === 0) return [bare];
  const unknown = selectors.map(async ([, metric = "", matchers = ""]) => {
    const found = new Set((await ask(metric)).flatMap((labels) => Object.keys(labels)));
    const named = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = ""]) => label);
    return named.filter((label) => !found.has(label)).map((label) => `${metric}{${label}}`);
  });
  return (await Promise.all(unknown)).flat();
}
