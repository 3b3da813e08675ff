import * as z from "zod";

/** As much of a Kubernetes object as the checks look at. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly spec?: Readonly<Record<string, unknown>>;
}

const resourcesSchema = z.object({
  requests: z.record(z.string(), z.string()).optional(),
  limits: z.record(z.string(), z.string()).optional(),
});

const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string(),
  ports: z.array(z.looseObject({ name: z.string().optional(), containerPort: z.int() })).optional(),
  resources: resourcesSchema.optional(),
});

/** As much of a pod's template as the checks look at; the rest of it stays. */
const podTemplateSchema = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).optional() }).optional(),
  spec: z.looseObject({
    containers: z.array(containerSchema),
    initContainers: z.array(containerSchema).optional(),
    automountServiceAccountToken: z.boolean().optional(),
    serviceAccountName: z.string().optional(),
  }),
});

const workloadSchema = z.looseObject({ template: podTemplateSchema, replicas: z.int().optional() });

export type PodTemplate = z.infer<typeof podTemplateSchema>;

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
    if (!KINDS.has(object.kind) || object.spec?.["template"] === undefined) return [];
    const { template, replicas = 1 } = workloadSchema.parse(object.spec);
    const namespace = object.metadata.namespace ?? "default";
    return [{ object, namespace, template, replicas: object.kind === "DaemonSet" ? undefined : replicas }];
  });
}

/** `kind namespace/name`, for people. */
export function titleOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata.name}`;
}
