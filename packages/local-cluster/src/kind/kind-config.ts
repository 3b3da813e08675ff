/** Kubernetes 1.34, as the local provider has it, from the release notes of kind 0.30; pinned by digest; `infra/platform/versions.yaml` has it, and a test holds both together. */
export const KIND_NODE_IMAGE =
  "kindest/node:v1.34.0@sha256:7416a61b42b1662ca6ca89f02028ac133a309a2a30ba309614e8ec94d976dc5a";

/** The configuration of a cluster with one node (kind.x-k8s.io/v1alpha4). */
export function renderKindConfig(name: string, image: string = KIND_NODE_IMAGE): string {
  return `apiVersion: kind.x-k8s.io/v1alpha4
kind: Cluster
name: ${name}
nodes:
  - role: control-plane
    image: ${image}
`;
}

/** What kind calls the cluster; the prefix keeps it apart from the user's own. */
export function kindNameOf(clusterName: string): string {
  return `canary-${clusterName}`;
}

export function kindNodeOf(clusterName: string): string {
  return `${kindNameOf(clusterName)}-control-plane`;
}
