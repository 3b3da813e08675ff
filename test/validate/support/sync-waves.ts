import { applicationsIn } from "./argocd-objects.ts";
import type { Application } from "./argocd-objects.ts";
import { workloadsIn } from "./kubernetes-object.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

/** An Application with its place in the order, and what it makes. */
export interface OrderedApplication {
  readonly name: string;
  readonly wave: number;
  readonly objects: readonly KubernetesObject[];
}

/** Groups that the API server serves by itself. */
const BUILT_IN =
  /^(|apps|autoscaling|batch|policy|(admissionregistration|apiextensions|networking|rbac\.authorization|scheduling|storage)\.k8s\.io)$/;

/** The wave of an object: zero where it names none. */
export function waveOf({ metadata }: KubernetesObject): number {
  return Number(metadata.annotations?.["argocd.argoproj.io/sync-wave"] ?? 0);
}

/** The Applications among an environment's objects, each with the wave in which it, or the ApplicationSet that makes it, is synced. */
export function orderedApplications(
  objects: readonly KubernetesObject[],
  objectsOf: (application: Application) => readonly KubernetesObject[],
): readonly OrderedApplication[] {
  return objects.flatMap((object) =>
    applicationsIn([object]).map((application) => ({
      name: application.name,
      wave: waveOf(object),
      objects: objectsOf(application),
    })),
  );
}

/**
 * What would be made before that on which it depends, a line each: its namespace, the policies (of a controller or a definition), or the
 * definition of its kind. Argo CD begins a wave when everything of the one before is healthy.
 */
export function waveFaults(
  applications: readonly OrderedApplication[],
  isWithPolicies: (name: string) => boolean,
): readonly string[] {
  const definedIn = waves(applications, ({ kind, spec }) => {
    if (kind !== "CustomResourceDefinition") return undefined;
    const names = spec?.["names"] as { readonly kind: string };
    return `${names.kind} of ${String(spec?.["group"])}`;
  });
  const namespaceIn = waves(applications, ({ kind, metadata }) =>
    kind === "Namespace" ? metadata.name : undefined,
  );
  const policiesIn = applications.find(({ name }) => name === "policies")?.wave ?? Number.NaN;
  return applications.flatMap((application) => {
    const { name, wave, objects } = application;
    const needs = objects.flatMap((object) => needsOf(object, { definedIn, namespaceIn, application }));
    const isBefore = needs.filter(([, needed]) => !(needed < wave)).map(([what]) => `${name}: ${what}`);
    const isEarly = isController(application) && !isWithPolicies(name) && !(policiesIn < wave);
    return [...new Set(isBefore), ...(isEarly ? [`${name}: policies`] : [])];
  });
}

interface Known {
  readonly definedIn: ReadonlyMap<string, number>;
  readonly namespaceIn: ReadonlyMap<string, number>;
  readonly application: OrderedApplication;
}

/** What an object needs of other Applications, with the wave of it; NaN where nothing makes it. */
function needsOf(object: KubernetesObject, known: Known): readonly (readonly [string, number])[] {
  const { definedIn, namespaceIn, application } = known;
  const [group = "", version] = object.apiVersion.split("/");
  const kind = `${object.kind} of ${version === undefined ? "" : group}`;
  const isOwn = application.objects.some(
    ({ kind: each, spec }) => each === "CustomResourceDefinition" && spec?.["group"] === group,
  );
  const { namespace } = object.metadata;
  return [
    ...(BUILT_IN.test(version === undefined ? "" : group) || isOwn
      ? []
      : [[`kind ${kind}`, definedIn.get(kind) ?? Number.NaN] as const]),
    ...(namespace === undefined || namespace.startsWith("kube-") || namespace === "default"
      ? []
      : [[`namespace ${namespace}`, namespaceIn.get(namespace) ?? Number.NaN] as const]),
  ];
}

function isController({ objects }: OrderedApplication): boolean {
  const hasDefinition = objects.some(({ kind }) => kind === "CustomResourceDefinition");
  return hasDefinition || workloadsIn(objects).length > 0;
}

/** In which wave each thing is made that a name can be given to. */
function waves(
  applications: readonly OrderedApplication[],
  nameOf: (object: KubernetesObject) => string | undefined,
): ReadonlyMap<string, number> {
  return new Map(
    applications.flatMap(({ wave, objects }) =>
      objects.flatMap((object) => {
        const name = nameOf(object);
        return name === undefined ? [] : [[name, wave] as const];
      }),
    ),
  );
}
