import { join } from "node:path";
import { ROOT } from "../../support/markdown.ts";
import { until } from "./platform-cluster.ts";
import type { PlatformCluster } from "./platform-cluster.ts";
import { run } from "./run.ts";
import { askSecurely } from "./tls-client.ts";

/** Requests that must all be answered with the new certificate. */
const IN_A_ROW = 20;

/** Runs scripts/ingress-certificate.sh on the cluster; returns what it said. */
export function makeCertificate(cluster: PlatformCluster, ...hosts: readonly string[]): Promise<string> {
  const env = { KUBECONFIG: cluster.kubeconfig, PATH: `${cluster.binDirectory}:${process.env["PATH"]}` };
  return run(join(ROOT, "scripts/ingress-certificate.sh"), hosts, env);
}

/** The authority of the certificate that is in the cluster, as PEM. */
export async function authorityIn(cluster: PlatformCluster): Promise<string> {
  const secret = ["-n", "ingress", "get", "secret", "ingress-certificate"];
  const encoded = await cluster.kubectl([...secret, "-o", "jsonpath={.data.ca\\.crt}"]);
  return Buffer.from(encoded, "base64").toString();
}

export interface Renewal {
  /** The router's pods when it began. */
  readonly routerPods: string;
  /** How many milliseconds it took until each pod of the router served the new certificate. */
  readonly servedAfterMs: Promise<number>;
}

/** Makes another certificate, for one more host. The kubelet takes about a minute to write it into the pods: a test can go on meanwhile. */
export async function renewCertificate(
  cluster: PlatformCluster,
  { address, host }: { readonly address: string; readonly host: string },
): Promise<Renewal> {
  const routerPods = await routerPodsOf(cluster);
  await makeCertificate(cluster, "edge.local", host);
  const renewedAt = Date.now();
  const ca = await authorityIn(cluster);
  const ask = async () => {
    // Each on a connection of its own, so that every pod of the router is asked.
    for (let count = 0; count < IN_A_ROW; count += 1) await askSecurely(address, host, ca);
    return true;
  };
  const servedAfterMs = until("the renewed certificate", ask, Boolean).then(() => Date.now() - renewedAt);
  // Whoever waits for it is told; until somebody does, a failure is nobody's.
  servedAfterMs.catch(() => undefined);
  return { routerPods, servedAfterMs };
}

/** The router's pods, each with its uid and how often its container was started again. */
export function routerPodsOf(cluster: PlatformCluster): Promise<string> {
  const pods = "{.metadata.uid} {.status.containerStatuses[*].restartCount}";
  const path = `jsonpath={range .items[*]}${pods}{"\\n"}{end}`;
  return cluster.kubectl([
    "-n",
    "ingress",
    "get",
    "pods",
    "-l",
    "app.kubernetes.io/name=traefik",
    "-o",
    path,
  ]);
}
