import { workloadsIn } from "../support/kubernetes-object.ts";
import type { KubernetesObject, Workload } from "../support/kubernetes-object.ts";
import type { Endpoint, Pod } from "./network-policy.ts";

export const NAME = "app.kubernetes.io/name";

/** Ends of connections that are no pods of ours, by the name that the table gives them. */
const STRANGERS: Readonly<Record<string, Endpoint>> = {
  "the internet": { address: "203.0.113.7" },
  "the API server": { address: "192.0.2.10" },
  "the kubelets": { address: "192.0.2.11" },
  // In a namespace without policies, so that only the receiver can say no, and with the name of one that is let in.
  "any other pod": {
    namespace: "default",
    namespaceLabels: { "kubernetes.io/metadata.name": "default" },
    labels: { [NAME]: "prometheus" },
    ports: {},
  },
  "kube-system/kube-dns": {
    namespace: "kube-system",
    namespaceLabels: { "kubernetes.io/metadata.name": "kube-system" },
    labels: { "k8s-app": "kube-dns" },
    ports: { dns: 53, metrics: 9153 },
  },
};

type Shape = Pick<Pod, "labels" | "ports">;

/** Pods that no manifest here makes yet, as mission and plan have them; each goes from this list when its manifest comes. */
const PLANNED: Readonly<Record<string, Shape>> = {
  "canary-blue-green/blue-green-app": { labels: { [NAME]: "blue-green-app" }, ports: { http: 9898 } },
  "canary-canary/canary-app": { labels: { [NAME]: "canary-app" }, ports: { http: 9898 } },
  "canary-canary/smoke-test": { labels: { "app.kubernetes.io/component": "smoke-test" }, ports: {} },
  "orchestrator/orchestrator": { labels: { [NAME]: "orchestrator" }, ports: { http: 8080 } },
  "podinfo/podinfo": { labels: { [NAME]: "podinfo" }, ports: { http: 9898 } },
};

/** Pods that others make: labels and ports as cert-manager's `pkg/issuer/acme/http` has them. */
const OF_OTHERS: Readonly<Record<string, Shape>> = {
  "ingress/acme-solver": {
    labels: { "acme.cert-manager.io/http01-solver": "true" },
    ports: { http: 8089 },
  },
};

/** The pods that the table may name and no manifest makes, as `namespace/name`. */
export const INVENTED = { ...PLANNED, ...OF_OTHERS };

/** The end of a connection that the table calls so; throws when nothing has that name. */
export function endpointOf(name: string, objects: readonly KubernetesObject[]): Endpoint {
  return STRANGERS[name] ?? podNamed(name, objects);
}

/** The pod that the table calls `namespace/name`; throws when nothing has that name. */
export function podNamed(name: string, objects: readonly KubernetesObject[]): Pod {
  const [namespace = ""] = name.split("/");
  const invented = INVENTED[name];
  if (invented !== undefined) return { ...placeOf(namespace, objects), ...invented };
  const workload = workloadNamed(name, objects);
  if (workload === undefined) throw new Error(`no workload is ${name}, by its namespace and label ${NAME}`);
  return podOf(workload, objects);
}

/** A pod of a workload. */
export function podOf({ namespace, template }: Workload, objects: readonly KubernetesObject[]): Pod {
  const ports = template.spec.containers.flatMap((container) => container.ports ?? []);
  return {
    ...placeOf(namespace, objects),
    labels: template.metadata?.labels ?? {},
    ports: Object.fromEntries(
      ports.map(({ name, containerPort }) => [name ?? String(containerPort), containerPort]),
    ),
  };
}

/** The workload that the table calls `namespace/name`; undefined when no manifest makes it. */
export function workloadNamed(name: string, objects: readonly KubernetesObject[]): Workload | undefined {
  return workloadsIn(objects).find((each) => nameOf(each) === name);
}

/** What the table calls the pods of a workload. */
export function nameOf({ namespace, template }: Workload): string {
  return `${namespace}/${template.metadata?.labels?.[NAME]}`;
}

function placeOf(
  namespace: string,
  objects: readonly KubernetesObject[],
): Pick<Pod, "namespace" | "namespaceLabels"> {
  const found = objects.find(({ kind, metadata }) => kind === "Namespace" && metadata.name === namespace);
  if (found === undefined) throw new Error(`there is no namespace ${namespace}`);
  return {
    namespace,
    namespaceLabels: { ...found.metadata.labels, "kubernetes.io/metadata.name": namespace },
  };
}
