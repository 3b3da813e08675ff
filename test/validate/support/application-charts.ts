import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { ROOT } from "../../support/markdown.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import type { Application } from "./argocd-objects.ts";
import { gitFiles } from "./git-files.ts";
import { moduleFolder } from "./kubernetes-schemas.ts";

/** The Go modules that have a chart that an Application installs from its repository, which is not reached here: chart → where it is. */
const MODULES: Readonly<Record<string, { required: string; module: string; path: string }>> = {
  "cert-manager": {
    required: "tools/schemas",
    module: "github.com/cert-manager/cert-manager",
    path: "deploy/charts/cert-manager",
  },
  "ingress-nginx": {
    required: "tools/schemas",
    module: "k8s.io/ingress-nginx",
    path: "charts/ingress-nginx",
  },
};

const applicationSchema = z.object({
  kind: z.literal("Application"),
  spec: z.object({
    source: z.object({
      chart: z.string(),
      targetRevision: z.string(),
      helm: z.object({ releaseName: z.string(), valuesObject: z.record(z.string(), z.unknown()) }),
    }),
    destination: z.object({ namespace: z.string() }),
  }),
});

/** An Application that installs a chart from its repository. */
export interface ChartApplication {
  /** Its file. */
  readonly path: string;
  readonly chart: string;
  readonly version: string;
  readonly release: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Every Application of a chart, in the order of their files. */
export function chartApplications(): readonly ChartApplication[] {
  return gitFiles((path) => /^argocd\/(applications|routers)\/.*\.ya?ml$/.test(path)).flatMap((path) => {
    const { success, data } = applicationSchema.safeParse(parse(readFileSync(join(ROOT, path), "utf8")));
    if (!success) return [];
    const { source, destination } = data.spec;
    return [
      {
        path,
        chart: source.chart,
        version: source.targetRevision,
        release: source.helm.releaseName,
        namespace: destination.namespace,
        values: source.helm.valuesObject,
      },
    ];
  });
}

/** The name of the set of manifests that an Application makes: of its folder, or of its chart. */
export function setOf({ name, spec }: Pick<Application, "name" | "spec">): string {
  if (spec.source.chart === undefined) return spec.source.path ?? "";
  return chartApplications().find(({ release }) => release === name)?.path ?? "";
}

/** Helm's arguments that render the chart as Argo CD would, out of its module; that may have an older release than the Application. */
export function renderingOf(application: ChartApplication): readonly string[] {
  const source = moduleOf(application.chart);
  const folder = temporaryFolder("canary-chart-");
  const chart = join(folder, application.chart);
  packageChart(join(moduleFolder(source), source.path), chart, application.version);
  const values = join(folder, "values.yaml");
  writeFileSync(values, stringify(application.values));
  const { release, namespace } = application;
  return ["template", release, chart, "--namespace", namespace, "--values", values, ...clusterVersion()];
}

/** Helm's option for the version of the cluster, which Argo CD asks of the cluster itself. */
export function clusterVersion(): readonly string[] {
  const { components } = z
    .object({ components: z.object({ kubernetes: z.object({ version: z.string() }) }) })
    .parse(parse(readFileSync(join(ROOT, "infra/platform/versions.yaml"), "utf8")));
  return ["--kube-version", components.kubernetes.version];
}

/** The values that the chart has of its own, out of its module. */
export function valuesOfChart({ chart }: ChartApplication): unknown {
  const source = moduleOf(chart);
  return parse(readFileSync(join(moduleFolder(source), source.path, "values.yaml"), "utf8"));
}

function moduleOf(chart: string): (typeof MODULES)[string] {
  const source = MODULES[chart];
  if (source === undefined) throw new Error(`no module has the chart ${chart}`);
  return source;
}

/** A copy with the version in the place of v0.0.0, as upstream packages a release where its chart has that. */
function packageChart(original: string, copy: string, version: string): void {
  if (!existsSync(join(original, "Chart.yaml"))) throw new Error(`${original} has no chart any more`);
  for (const entry of readdirSync(original, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = relative(original, join(entry.parentPath, entry.name));
    const text = readFileSync(join(original, path), "utf8");
    // Written anew: folders of Go's module cache are read-only, and copies of them would be, too.
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(
      join(copy, path),
      path === "Chart.yaml" ? text.replaceAll(/^(version|appVersion): v0\.0\.0$/gm, `$1: ${version}`) : text,
    );
  }
}
