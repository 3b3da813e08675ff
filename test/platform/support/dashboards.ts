import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ROOT } from "../../support/markdown.ts";

const FOLDER = join(ROOT, "infra/platform/grafana/base/dashboards");

const dashboardSchema = z.object({
  uid: z.string(),
  title: z.string(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), query: z.unknown() })) }),
  panels: z.array(
    z.object({
      id: z.int(),
      type: z.string(),
      title: z.string(),
      description: z.string(),
      datasource: z.object({ uid: z.literal("${datasource}") }),
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      targets: z.array(z.object({ expr: z.string() })).min(1),
      fieldConfig: z.object({
        overrides: z.array(z.object({ matcher: z.object({ id: z.string(), options: z.unknown() }) })),
      }),
    }),
  ),
});

export type Dashboard = z.infer<typeof dashboardSchema>;

/** Grafana's dashboards, by the names of their files. */
export const DASHBOARDS: ReadonlyMap<string, Dashboard> = new Map(
  readdirSync(FOLDER).map((file) => [
    file,
    dashboardSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), "utf8"))),
  ]),
);

export interface PanelQuery {
  readonly panel: string;
  readonly query: string;
}

/** The queries of a dashboard with its variables filled in. Throws for a variable that has no value. */
export function queriesOf(
  dashboard: Dashboard,
  variables: Readonly<Record<string, string>>,
): readonly PanelQuery[] {
  return dashboard.panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({
      panel: `${dashboard.title}: ${title}`,
      query: expr.replaceAll(/\$(\w+)/g, (_, name: string) => {
        const value = variables[name];
        if (value === undefined) throw new Error(`${dashboard.title} uses $${name}, which has no value`);
        return value;
      }),
    })),
  );
}

const LABEL_VALUES = /^label_values\((.+), (\w+)\)$/;

/** What fills the variables of a dashboard: a selector and the label that it must have, as one query. Throws for another kind of query. */
export function variableQueriesOf(
  dashboard: Dashboard,
  variables: Readonly<Record<string, string>>,
): readonly PanelQuery[] {
  return dashboard.templating.list
    .filter(({ name }) => name !== "datasource")
    .map(({ name, query }) => {
      const text = z.object({ query: z.string() }).parse(query).query;
      const [, selector, label] = LABEL_VALUES.exec(text) ?? [];
      if (selector === undefined || label === undefined) throw new Error(`${text} is no label_values(…, …)`);
      const filled = selector.replaceAll(/\$(\w+)/g, (_, variable: string) => variables[variable] ?? "");
      return { panel: `${dashboard.title}: $${name}`, query: `group by (${label}) (${filled})` };
    });
}
