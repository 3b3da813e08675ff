import { ARGOCD_NAMESPACE, GIT_SERVER } from "./places.ts";
import type { Overlay } from "./target.ts";

/** A Secret as `kubectl get -o json` prints it, and as it is applied; the values are in base64. */
export interface Secret {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

/** What has to be there before Argo CD starts or installs what needs it, and no Git has. */
export interface NeededSecret {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
}

const WEBHOOK = { namespace: ARGOCD_NAMESPACE, name: "argocd-secret", key: "webhook.github.secret" };

/**
 * With a secret for each kind of webhook that Argo CD understands, it refuses a request of any kind that is not signed: a kind
 * without one it would take from anybody.
 */
const WEBHOOK_KEYS = [
  WEBHOOK.key,
  "webhook.gitlab.secret",
  "webhook.gogs.secret",
  "webhook.bitbucket.uuid",
  "webhook.bitbucketserver.secret",
  "webhook.azuredevops.username",
  "webhook.azuredevops.password",
];

const OF_ARGOCD: readonly NeededSecret[] = [
  // Argo CD makes it too, but only while its pods already wait for it
  { namespace: ARGOCD_NAMESPACE, name: "argocd-redis", keys: ["auth"] },
  { namespace: WEBHOOK.namespace, name: WEBHOOK.name, keys: WEBHOOK_KEYS },
];

/** With this the Git server signs what it tells Argo CD. */
const OF_GIT_SERVER: NeededSecret = {
  namespace: GIT_SERVER.namespace,
  name: "git-webhook",
  keys: ["secret"],
};

/** The password of Grafana's admin, which each new pod takes; the local cluster has no Grafana. */
const OF_GRAFANA: NeededSecret = { namespace: "monitoring", name: "grafana-admin", keys: ["password"] };

export function neededSecrets(overlay: Overlay): readonly NeededSecret[] {
  return [...OF_ARGOCD, overlay === "local" ? OF_GIT_SERVER : OF_GRAFANA];
}

/** The needed Secrets: a value that is there stays, another is made by `createValue`; both ends of the webhook have one. */
export function planSecrets(
  needed: readonly NeededSecret[],
  existing: readonly Secret[],
  createValue: () => string,
): readonly Secret[] {
  const valueOf = (namespace: string, name: string, key: string): string | undefined =>
    existing.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name)?.data?.[key];
  const signature =
    valueOf(WEBHOOK.namespace, WEBHOOK.name, WEBHOOK.key) ??
    valueOf(OF_GIT_SERVER.namespace, OF_GIT_SERVER.name, "secret") ??
    createValue();
  const isSignature = (name: string, key: string): boolean =>
    name === OF_GIT_SERVER.name || key === WEBHOOK.key;
  return needed.map(({ namespace, name, keys }) => ({
    metadata: { namespace, name },
    data: Object.fromEntries(
      keys.map((key) => [
        key,
        isSignature(name, key) ? signature : (valueOf(namespace, name, key) ?? createValue()),
      ]),
    ),
  }));
}
