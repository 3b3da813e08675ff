export interface RequiredTool {
  readonly program: string;
  /** Of Debian; `undefined` for what no package of Debian 12 has in the needed version. */
  readonly package: string | undefined;
  readonly minimum?: string;
  /** Arguments that make it print its version. */
  readonly versionArgs?: readonly string[];
  readonly purpose: string;
  /** What it is to lack it; an error when left out. */
  readonly severity?: "error" | "warning";
  /** What to do when it is missing; by default its package or its name. */
  readonly hint?: string;
}

/** Programs of the host that the local cluster uses; all else is built. `go` is beside them, its version comes from go.mod. */
export const REQUIRED_TOOLS: readonly RequiredTool[] = [
  {
    program: "containerd",
    package: "containerd",
    minimum: "1.6",
    versionArgs: ["--version"],
    purpose: "runs pods",
  },
  { program: "containerd-shim-runc-v2", package: "containerd", purpose: "runs pods" },
  {
    program: "runc",
    package: "runc",
    minimum: "1.1",
    versionArgs: ["--version"],
    purpose: "runs containers",
  },
  {
    program: "iptables",
    package: "iptables",
    minimum: "1.8",
    versionArgs: ["--version"],
    purpose: "routes services",
  },
  { program: "conntrack", package: "conntrack", purpose: "routes services" },
  { program: "ip", package: "iproute2", purpose: "connects the node" },
  { program: "ps", package: "procps", purpose: "shows processes" },
  {
    program: "unshare",
    package: "util-linux",
    minimum: "2.32",
    versionArgs: ["--version"],
    purpose: "makes the node's namespaces",
  },
  { program: "bash", package: "bash", purpose: "starts the node" },
];

export const CNI_PACKAGE = "containernetworking-plugins";
