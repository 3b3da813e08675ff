import type { KubernetesObject } from "./kubernetes-object.ts";

export interface ApplicationSpec {
  readonly project: string;
  readonly source?: { readonly repoURL: string; readonly path?: string; readonly chart?: string };
  readonly destination: { readonly namespace?: string };
}

interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

export interface ProjectSpec {
  readonly destinations: readonly { readonly namespace: string }[];
  readonly sourceRepos: readonly string[];
  readonly clusterResourceWhitelist?: readonly GroupKind[];
  readonly namespaceResourceWhitelist?: readonly GroupKind[];
}

/** What an AppProject forbids of an Application that makes these objects, a line each. */
export function forbiddenBy(
  project: ProjectSpec,
  application: ApplicationSpec,
  objects: readonly KubernetesObject[],
): readonly string[] {
  const namespaces = new Set(project.destinations.map(({ namespace }) => namespace));
  const allowed = [
    ...(project.clusterResourceWhitelist ?? []),
    ...(project.namespaceResourceWhitelist ?? []),
  ];
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
  const repository = application.source?.repoURL ?? "";
  if (!project.sourceRepos.includes(repository)) faults.push(`source ${repository}`);
  return [...new Set(faults)];
}
