import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { COREDNS_IMAGE } from "../build/targets/coredns.ts";
import { PAUSE_IMAGE } from "../build/targets/pause.ts";
import { requireCommand } from "../system/run-command.ts";
import type { AddressPlan } from "./address-plan.ts";
import type { ClusterPaths } from "./cluster-paths.ts";
import { renderKubeconfig } from "./kubeconfig.ts";

export interface NodeIdentity {
  readonly clusterName: string;
  readonly nodeName: string;
  readonly plan: AddressPlan;
}

/** Replaces each `${NAME}`; a name without a value is an error of the template. */
export function renderTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\$\{([A-Z_]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the template uses \${${name}}, which has no value`);
    return value;
  });
}

/** The values that templates of the recipe may use. */
export function templateValues(node: NodeIdentity, paths: ClusterPaths): Readonly<Record<string, string>> {
  const { plan } = node;
  return {
    STATE: paths.directory,
    NODE_NAME: node.nodeName,
    NODE_IP: plan.nodeIp,
    NODE_POD_CIDR: plan.nodePodCidr,
    POD_CIDR: plan.podCidr,
    DNS_IP: plan.dnsIp,
    CGROUP: `/${plan.cgroup}`,
    COREDNS_IMAGE,
    PAUSE_IMAGE,
  };
}

/** Renders every file of the recipe's `node/config` into the state's `config`. */
export async function writeNodeConfig(
  recipeDirectory: string,
  paths: ClusterPaths,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const source = path.join(recipeDirectory, "node", "config");
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const target = path.join(paths.config, path.relative(source, file));
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, renderTemplate(await readFile(file, "utf8"), values));
  }
}

/** Makes an authority, the certificates, and the kubeconfigs of the node's programs and of the user. */
export async function writeCredentials(
  helper: string,
  paths: ClusterPaths,
  node: NodeIdentity,
): Promise<void> {
  await mkdir(paths.pki, { recursive: true, mode: 0o700 });
  const spec = path.join(paths.pki, "spec.json");
  await writeFile(spec, JSON.stringify(describeCertificates(paths, node)));
  await requireCommand(helper, ["pki", spec]);
  for (const name of ["controller-manager", "scheduler", "proxy", "kubelet"]) {
    await writeKubeconfig(path.join(paths.pki, `${name}.kubeconfig`), name, { ...node, pki: paths.pki });
  }
  await writeKubeconfig(paths.kubeconfig, "admin", { ...node, pki: paths.pki });
}

function describeCertificates(paths: ClusterPaths, { clusterName, nodeName, plan }: NodeIdentity): unknown {
  const service = "kubernetes.default.svc.cluster.local";
  const names = service.split(".").map((_, index, parts) => parts.slice(0, index + 1).join("."));
  return {
    directory: paths.pki,
    authority: `canary-${clusterName}`,
    certificates: [
      {
        file: "apiserver",
        commonName: "kube-apiserver",
        dnsNames: [...names, "localhost"],
        ips: ["127.0.0.1", plan.apiServiceIp, plan.nodeIp],
      },
      {
        file: "kubelet-client",
        commonName: "kube-apiserver-kubelet-client",
        organizations: ["system:masters"],
      },
      { file: "admin", commonName: "admin", organizations: ["system:masters"] },
      { file: "controller-manager", commonName: "system:kube-controller-manager" },
      { file: "scheduler", commonName: "system:kube-scheduler" },
      { file: "proxy", commonName: "system:kube-proxy" },
      {
        file: "kubelet",
        commonName: `system:node:${nodeName}`,
        organizations: ["system:nodes"],
        dnsNames: [nodeName],
        ips: [plan.nodeIp],
      },
    ],
  };
}

interface Credentials extends NodeIdentity {
  readonly pki: string;
}

async function writeKubeconfig(file: string, certificate: string, node: Credentials): Promise<void> {
  const read = async (name: string): Promise<string> => readFile(path.join(node.pki, name), "utf8");
  const content = renderKubeconfig({
    name: `canary-${node.clusterName}`,
    server: `https://${node.plan.nodeIp}:6443`,
    authority: await read("ca.crt"),
    certificate: await read(`${certificate}.crt`),
    key: await read(`${certificate}.key`),
  });
  await writeFile(file, content, { mode: 0o600 });
  await chmod(file, 0o600);
}
