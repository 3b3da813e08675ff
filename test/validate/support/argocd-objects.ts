import * as z from "zod";
import type { KubernetesObject } from "./kubernetes-object.ts";

const ignoredSchema = z.object({
  group: z.string().optional(),
  kind: z.string(),
  jsonPointers: z.array(z.string()).optional(),
  jqPathExpressions: z.array(z.string()).optional(),
});

const applicationSchema = z.object({
  project: z.string(),
  source: z.object({ repoURL: z.string(), path: z.string().optional(), chart: z.string().optional() }),
  destination: z.object({ server: z.string().optional(), namespace: z.string().optional() }),
  ignoreDifferences: z.array(ignoredSchema).default([]),
  syncPolicy: z.object({
    automated: z.object({ prune: z.boolean(), selfHeal: z.boolean() }),
    syncOptions: z.array(z.string()),
    retry: z.object({ limit: z.int() }),
  }),
});

const groupKind = z.object({ group: z.string(), kind: z.string() });

const windowSchema = z.object({
  kind: z.enum(["allow", "deny"]),
  schedule: z.string(),
  duration: z.string(),
  timeZone: z.string(),
  applications: z.array(z.string()).optional(),
  namespaces: z.array(z.string()).optional(),
  manualSync: z.boolean(),
});

const projectSchema = z.object({
  destinations: z.array(z.object({ server: z.string(), namespace: z.string() })),
  sourceRepos: z.array(z.string()),
  clusterResourceWhitelist: z.array(groupKind).optional(),
  namespaceResourceWhitelist: z.array(groupKind),
  clusterResourceBlacklist: z.array(groupKind).optional(),
  namespaceResourceBlacklist: z.array(groupKind).optional(),
  roles: z.array(z.object({ name: z.string(), policies: z.array(z.string()), groups: z.array(z.string()) })),
  syncWindows: z.array(windowSchema).default([]),
});

const applicationSetSchema = z.object({
  goTemplate: z.literal(true),
  goTemplateOptions: z.array(z.string()),
  generators: z.array(
    z.strictObject({ list: z.object({ elements: z.array(z.record(z.string(), z.string())) }) }),
  ),
  template: z.object({ metadata: z.object({ name: z.string() }), spec: z.unknown() }),
});

export type ApplicationSpec = z.infer<typeof applicationSchema>;
export type ProjectSpec = z.infer<typeof projectSchema>;

/** An Application, whether Git has it or an ApplicationSet makes it. */
export interface Application {
  readonly name: string;
  readonly spec: ApplicationSpec;
}

/** The Applications among objects, and those that their ApplicationSets make. */
export function applicationsIn(objects: readonly KubernetesObject[]): readonly Application[] {
  return objects.flatMap(({ kind, metadata, spec }) => {
    if (kind === "Application") return [{ name: metadata.name, spec: applicationSchema.parse(spec) }];
    return kind === "ApplicationSet" ? expand(spec) : [];
  });
}

/** The AppProjects among objects, by name. */
export function projectsIn(objects: readonly KubernetesObject[]): ReadonlyMap<string, ProjectSpec> {
  const projects = objects.filter(({ kind }) => kind === "AppProject");
  return new Map(projects.map(({ metadata, spec }) => [metadata.name, projectSchema.parse(spec)]));
}

/** What the ApplicationSet controller makes of list generators; Go templates of more than a parameter are refused. */
function expand(spec: unknown): readonly Application[] {
  const { generators, template } = applicationSetSchema.parse(spec);
  return generators.flatMap(({ list }) =>
    list.elements.map((element) => {
      const filled = fill(JSON.stringify(template), element);
      const { metadata, spec: made } = applicationSetSchema.shape.template.parse(JSON.parse(filled));
      return { name: metadata.name, spec: applicationSchema.parse(made) };
    }),
  );
}

/** As goTemplate with missingkey=error: a parameter without a value throws. */
function fill(template: string, parameters: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(.*?)\}\}/g, (whole, inside: string) => {
    const name = /^\s*\.(\w+)\s*$/.exec(inside)?.[1];
    const value = name === undefined ? undefined : parameters[name];
    if (value === undefined) throw new Error(`the template has ${whole}, and the element has no such value`);
    return value;
  });
}

/** What an AppProject forbids of an Application that makes these objects, a line each. */
export function forbiddenBy(
  project: ProjectSpec,
  application: ApplicationSpec,
  objects: readonly KubernetesObject[],
): readonly string[] {
  const namespaces = new Set(project.destinations.map(({ namespace }) => namespace));
  const allowed = [...(project.clusterResourceWhitelist ?? []), ...project.namespaceResourceWhitelist];
  const faults = objects.flatMap(({ apiVersion, kind, metadata }) => {
    const [group = "", version] = apiVersion.split("/");
    const ofGroup = version === undefined ? "" : group;
    const isAllowed = allowed.some((each) => each.group === ofGroup && each.kind === kind);
    const { namespace } = metadata;
    return [
      ...(isAllowed ? [] : [`${kind} of "${ofGroup}"`]),
      ...(namespace === undefined || namespaces.has(namespace) ? [] : [`namespace ${namespace}`]),
    ];
  });
  const destination = application.destination.namespace ?? "";
  if (destination !== "" && !namespaces.has(destination)) faults.push(`destination ${destination}`);
  const repository = application.source.repoURL;
  if (!project.sourceRepos.includes(repository)) faults.push(`source ${repository}`);
  return [...new Set(faults)];
}
