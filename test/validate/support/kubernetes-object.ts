/** As much of a Kubernetes object as the checks look at. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort: number;
    readonly protocol?: string;
  }[];
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
}

export interface PodTemplate {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly hostNetwork?: boolean;
    readonly automountServiceAccountToken?: boolean;
    readonly serviceAccountName?: string;
  };
}

/** An object that makes pods: what makes how many of which. */
export interface Workload {
  readonly object: KubernetesObject;
  readonly namespace: string;
  readonly template: PodTemplate;
  /** Undefined where the number is not the manifest's to say: DaemonSets, and what an autoscaler scales. */
  readonly replicas: number | undefined;
}

const KINDS = new Set(["DaemonSet", "Deployment", "Job", "Rollout", "StatefulSet"]);

/** The workloads among objects; a Rollout that takes its template from a Deployment has none of its own. */
export function workloadsIn(objects: readonly KubernetesObject[]): readonly Workload[] {
  return objects.flatMap((object) => {
    const spec = object.spec as { readonly template?: PodTemplate; readonly replicas?: number } | undefined;
    if (!KINDS.has(object.kind) || spec?.template?.spec === undefined) return [];
    const replicas = object.kind === "DaemonSet" ? undefined : (spec.replicas ?? 1);
    return [{ object, namespace: object.metadata.namespace ?? "default", template: spec.template, replicas }];
  });
}

/** `kind namespace/name`, for people. */
export function titleOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata.name}`;
}
