import path from "node:path";

/** Where the parts of a cluster's state are. */
export interface ClusterPaths {
  readonly directory: string;
  readonly record: string;
  readonly kubeconfig: string;
  /** Of a cluster of the provider kind. */
  readonly kindConfig: string;
  readonly config: string;
  readonly pki: string;
  readonly logs: string;
  /** Archives that were loaded; the node's registry serves them beside the built ones. */
  readonly images: string;
  readonly data: string;
  /** Links to the programs that people use. */
  readonly tools: string;
  /** One line for each time that a program ended: time, name, status. */
  readonly exits: string;
}

export function clusterPaths(directory: string): ClusterPaths {
  const inside = (name: string): string => path.join(directory, name);
  return {
    directory,
    record: inside("cluster.json"),
    kubeconfig: inside("kubeconfig"),
    kindConfig: inside("kind.yaml"),
    config: inside("config"),
    pki: inside("pki"),
    logs: inside("logs"),
    images: inside("images"),
    data: inside("data"),
    tools: inside("tools"),
    exits: inside("exits"),
  };
}
