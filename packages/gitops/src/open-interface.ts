import { CanaryError } from "@canary/core";
import { execa } from "execa";
import path from "node:path";
import { pause } from "./pause.ts";
import { clusterArguments, clusterEnvironment } from "./target.ts";
import type { Target } from "./target.ts";

/** Parts of the platform that a person may look at. */
export type InterfaceName = "argocd" | "rollouts" | "prometheus" | "alertmanager" | "grafana";

export interface OpenOptions {
  /** On 127.0.0.1; a free one when left out. */
  readonly port?: number | undefined;
  readonly signal: AbortSignal;
  /** Called once it answers there. */
  readonly onOpen: (address: string) => void;
}

const SERVICES: Readonly<Record<Exclude<InterfaceName, "rollouts">, readonly string[]>> = {
  argocd: ["argocd", "service/argocd-server", "80"],
  prometheus: ["monitoring", "service/prometheus", "9090"],
  alertmanager: ["monitoring", "service/alertmanager", "9093"],
  grafana: ["monitoring", "service/grafana", "3000"],
};

const PLUGIN = "kubectl-argo-rollouts";

/** What kubectl and its plug-in print when they listen. */
const LISTENS = /Forwarding from 127\.0\.0\.1:(\d+)|available at http:\/\/localhost:(\d+)/;

const DASHBOARD_LIMIT_MS = 10_000;

/**
 * Leads a port of this machine's loopback into the cluster until the signal is aborted. Throws CANARY_TOOL_NOT_FOUND, and
 * CANARY_TOOL_FAILED when it ends before that.
 */
export async function openInterface(
  target: Target,
  name: InterfaceName,
  options: OpenOptions,
): Promise<void> {
  const [program, ...args] = commandOf(target, name, options.port);
  const child = execa(program, args, {
    cancelSignal: options.signal,
    env: await clusterEnvironment(target),
    reject: false,
    stdin: "ignore",
    all: true,
  });
  let isOpen = false;
  let said = "";
  for await (const line of child.iterable({ from: "all" })) {
    said = `${said}${line}\n`.slice(-2000);
    const port = LISTENS.exec(line)?.slice(1).find(Boolean);
    if (port !== undefined && !isOpen) {
      isOpen = true;
      const address = `http://127.0.0.1:${port}${name === "rollouts" ? "/rollouts" : "/"}`;
      if (name === "rollouts") await waitDashboard(address, options.signal);
      options.onOpen(address);
    }
  }
  const result = await child;
  if (options.signal.aborted) return;
  if (result.code === "ENOENT") throw notFound(program);
  throw new CanaryError(`${name} cannot be reached: ${said.trim() || (result.shortMessage ?? "")}`, {
    code: "CANARY_TOOL_FAILED",
    hint: "See that it runs: `canary gitops status`; another port is --port N.",
  });
}

/** Only the local cluster brings the plug-in with the dashboard. */
function notFound(program: string): CanaryError {
  const isPlugin = path.basename(program) === PLUGIN;
  return new CanaryError(`the program "${program}" was not found`, {
    code: "CANARY_TOOL_NOT_FOUND",
    hint: isPlugin
      ? `The dashboard is a part of kubectl's plug-in: put ${PLUGIN} of https://github.com/argoproj/argo-rollouts/releases on PATH, in the version of the controller.`
      : "Run `canary doctor`: it says what is missing.",
    details: { tool: program },
  });
}

/** The dashboard of Argo Rollouts says where it is a moment before it can answer. */
async function waitDashboard(address: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + DASHBOARD_LIMIT_MS;
  while (!signal.aborted && Date.now() < deadline) {
    const request = fetch(`${address}/api/v1/version`, { signal: AbortSignal.timeout(1000) });
    if ((await request.catch(() => undefined))?.ok === true) return;
    await pause(100);
  }
}

function commandOf(target: Target, name: InterfaceName, port: number | undefined): [string, ...string[]] {
  const cluster = clusterArguments(target);
  if (name === "rollouts") {
    // the plug-in stands beside the local cluster's kubectl; elsewhere it is on PATH
    const plugin = path.join(path.dirname(target.kubectl), PLUGIN);
    const program = path.isAbsolute(target.kubectl) ? plugin : PLUGIN;
    return [program, "dashboard", ...cluster, "--port", String(port ?? 3100)];
  }
  const [namespace = "", service = "", remote = ""] = SERVICES[name];
  return [target.kubectl, ...cluster, "-n", namespace, "port-forward", service, `${port ?? ""}:${remote}`];
}
