import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { ROOT } from "../../support/markdown.ts";
import type { PanelQuery } from "./dashboards.ts";
import type { PlatformCluster } from "./platform-cluster.ts";

const FOLDER = join(ROOT, "infra/platform/prometheus/base/rules");
const rulesSchema = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ expr: z.string() })) })),
});

/** The expressions of all rules, recorded ones and alerts. */
export const RULE_EXPRESSIONS: readonly string[] = readdirSync(FOLDER)
  .flatMap((file) => rulesSchema.parse(parse(readFileSync(join(FOLDER, file), "utf8"))).groups)
  .flatMap(({ rules }) => rules.map(({ expr }) => expr));

/** What the rules select of Argo CD's metrics, as queries of their own. */
export const ARGOCD_SELECTIONS: readonly PanelQuery[] = RULE_EXPRESSIONS.flatMap(
  (expression) => expression.match(/[a-zA-Z_:][\w:]*\{[^}]*\}/g) ?? [],
)
  .filter((selector) => /^argocd_|job="argocd"/.test(selector))
  .map((query) => ({ panel: "rules", query }));

interface Selector {
  readonly name: string;
  readonly matchers: readonly { readonly name: string; readonly type: string; readonly value: string }[];
}

const selectorSchema = z.object({
  type: z.literal(["vectorSelector", "matrixSelector"]),
  name: z.string(),
  matchers: z.array(z.object({ name: z.string(), type: z.string(), value: z.string() })),
});

/**
 * What the rules select, as Prometheus itself parses them, and as queries by which their metrics can be found: each label that is
 * selected by must be there, whatever its value; only `job` keeps it.
 */
export async function selectionsOf(
  expressions: readonly string[],
  prometheus: Pick<PlatformCluster, "get">,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const expression of expressions) {
    const path = `/api/v1/parse_query?query=${encodeURIComponent(expression)}`;
    const { data } = await prometheus.get(path, z.object({ data: z.unknown() }));
    for (const selector of selectorsIn(data)) found.add(selectionOf(selector));
  }
  return [...found].sort();
}

function selectorsIn(node: unknown): readonly Selector[] {
  if (typeof node !== "object" || node === null) return [];
  const selector = selectorSchema.safeParse(node);
  if (selector.success) return [selector.data];
  return Object.values(node).flatMap(selectorsIn);
}

function selectionOf({ name, matchers }: Selector): string {
  const labels = matchers
    .filter((matcher) => matcher.name !== "__name__")
    .map((matcher) =>
      matcher.name === "job" ? `job${matcher.type}"${matcher.value}"` : `${matcher.name}!=""`,
    );
  return `${name}{${[...new Set(labels)].sort().join(", ")}}`;
}
