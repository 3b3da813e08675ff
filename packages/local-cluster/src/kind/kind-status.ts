import type { ClusterPaths } from "../cluster/cluster-paths.ts";
import type { ClusterState, ClusterStatus, StatusReason } from "../cluster/cluster-status.ts";
import { proxyBypass } from "../system/proxy-bypass.ts";
import { requireCommand, runCommand } from "../system/run-command.ts";
import { kindNameOf, kindNodeOf } from "./kind-config.ts";

/** Looks at a kind cluster without changing anything. Throws CANARY_TOOL_NOT_FOUND, CANARY_TOOL_FAILED. */
export async function readKindStatus(
  name: string,
  paths: ClusterPaths,
  isBusy: () => Promise<boolean>,
): Promise<ClusterStatus> {
  const { state, reasons } = await findState(name, paths, isBusy);
  return {
    name,
    provider: "kind",
    kubeconfigPath: paths.kubeconfig,
    stateDirectory: paths.directory,
    context: kindNameOf(name),
    ...(state === "absent" ? {} : { nodeName: kindNodeOf(name) }),
    state,
    reasons,
  };
}

interface Finding {
  readonly state: ClusterState;
  readonly reasons: readonly StatusReason[];
}

async function findState(
  name: string,
  paths: ClusterPaths,
  isBusy: () => Promise<boolean>,
): Promise<Finding> {
  if (await isBusy()) return { state: "starting", reasons: [] };
  const clusters = await requireCommand("kind", ["get", "clusters"]);
  if (!clusters.split("\n").includes(kindNameOf(name))) return { state: "absent", reasons: [] };
  const container = await readContainerState(name);
  if (container !== "running") {
    const message = `the container ${kindNodeOf(name)} is ${container}`;
    return { state: "dead", reasons: [{ code: "container-missing", message }] };
  }
  const reasons = await probe(name, paths);
  return { state: reasons.length === 0 ? "ready" : "degraded", reasons };
}

async function readContainerState(name: string): Promise<string> {
  const args = ["inspect", "--format", "{{.State.Status}}", kindNodeOf(name)];
  const result = await runCommand("docker", args);
  return result.exitCode === 0 ? result.stdout.trim() : "gone";
}

async function probe(name: string, paths: ClusterPaths): Promise<readonly StatusReason[]> {
  const ready = await kubectl(paths, ["get", "--raw", "/readyz"]);
  if (ready !== "ok") {
    return [{ code: "api-server-silent", message: "the API server does not answer that it is ready" }];
  }
  const node = await readCondition(paths, ["node", kindNodeOf(name)], "Ready");
  const dns = await readCondition(paths, ["deployment", "coredns", "-n", "kube-system"], "Available");
  const reasons: StatusReason[] = [];
  if (node !== "True")
    reasons.push({ code: "node-not-ready", message: `node ${kindNodeOf(name)} is not Ready` });
  if (dns !== "True") {
    reasons.push({
      code: "dns-not-ready",
      message: "CoreDNS is not available: names do not resolve in pods",
    });
  }
  return reasons;
}

async function readCondition(paths: ClusterPaths, object: readonly string[], type: string): Promise<string> {
  const path = `jsonpath={.status.conditions[?(@.type=="${type}")].status}`;
  return kubectl(paths, ["get", ...object, "-o", path]);
}

async function kubectl(paths: ClusterPaths, args: readonly string[]): Promise<string> {
  const common = ["--kubeconfig", paths.kubeconfig, "--request-timeout", "5s"];
  const result = await runCommand("kubectl", [...common, ...args], {
    timeoutMs: 15_000,
    extraEnv: await proxyBypass(paths.kubeconfig),
  });
  return result.exitCode === 0 ? result.stdout.trim() : "";
}
