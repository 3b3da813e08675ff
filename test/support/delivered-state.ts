/** Runs kubectl against a cluster and returns what it printed. */
export type Kubectl = (...argv: readonly string[]) => Promise<string>;

interface Item {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: unknown;
}

interface Application extends Item {
  readonly status?: {
    readonly sync?: { readonly revision?: string };
    readonly history?: readonly object[];
    readonly resources?: readonly Readonly<Record<"kind" | "namespace" | "name", string>>[];
  };
}

const OURS = "namespaces,poddisruptionbudgets,serviceaccounts,services,configmaps,deployments,rollouts";
/** Nobody but us makes these, and they do not have our label. */
const POLICIES = "networkpolicies,resourcequotas,limitranges";

/** Every object of ours but those of upstream manifests, without what the cluster adds of its own. */
export async function ourObjects(kubectl: Kubectl): Promise<readonly object[]> {
  const items = [
    ...(await list<Item>(kubectl, OURS, "-A", "-l", "app.kubernetes.io/part-of=canary")),
    ...(await list<Item>(kubectl, POLICIES, "-A")),
  ];
  return items.map(({ metadata, status: _status, spec = {}, ...rest }) => {
    const { name, namespace, labels } = metadata;
    const { clusterIP: _ip, clusterIPs: _ips, ...lasting } = spec;
    return { ...rest, name, namespace, labels, spec: lasting };
  });
}

/** Of each Application the commit that is delivered, and the objects that it keeps. */
export async function deliveredApplications(kubectl: Kubectl): Promise<readonly object[]> {
  const items = await list<Application>(kubectl, "applications.argoproj.io", "-n", "argocd");
  return items.map(({ metadata, status }) => ({
    name: metadata.name,
    revision: status?.sync?.revision,
    objects: (status?.resources ?? [])
      .map(({ kind, namespace, name }) => `${kind} ${namespace ?? ""}/${name}`)
      .toSorted(),
  }));
}

export interface DeliveredHistory {
  readonly name: string;
  readonly revision: string | undefined;
  readonly history: readonly object[];
}

/** Of each Application the commit that is delivered, and all that were delivered before. */
export async function deliveredHistory(kubectl: Kubectl): Promise<readonly DeliveredHistory[]> {
  const items = await list<Application>(kubectl, "applications.argoproj.io", "-n", "argocd");
  return items.map(({ metadata, status }) => ({
    name: metadata.name,
    revision: status?.sync?.revision,
    history: status?.history ?? [],
  }));
}

const OF_A_NAMESPACE =
  "deployments,statefulsets,networkpolicies,resourcequotas,limitranges,serviceaccounts,services,poddisruptionbudgets";

/** What is in a namespace, as `Kind/name`. */
export async function contentsOf(kubectl: Kubectl, namespace: string): Promise<readonly string[]> {
  const items = await list<Item>(kubectl, OF_A_NAMESPACE, "-n", namespace);
  return items.map(({ kind, metadata }) => `${kind}/${metadata.name}`).toSorted();
}

export async function uidOf(kubectl: Kubectl, namespace: string): Promise<string> {
  return kubectl("get", "namespace", namespace, "--ignore-not-found", "-o=jsonpath={.metadata.uid}");
}

async function list<Kind>(
  kubectl: Kubectl,
  kinds: string,
  ...where: readonly string[]
): Promise<readonly Kind[]> {
  const { items } = JSON.parse(await kubectl("get", kinds, ...where, "-o", "json")) as { items: Kind[] };
  return items;
}
