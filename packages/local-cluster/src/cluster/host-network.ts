import { access } from "node:fs/promises";
import { requireCommand, runCommand } from "../system/run-command.ts";
import { waitUntil } from "../system/wait-until.ts";
import type { AddressPlan } from "./address-plan.ts";

/** Every IPv4 destination that the host routes, in all tables, without the default routes. Needs `ip` (iproute2). */
export async function readRoutes(): Promise<readonly string[]> {
  return parseRoutes(await requireCommand("ip", ["-json", "-4", "route", "show", "table", "all"]));
}

/** Destinations in the JSON of `ip -json route`; what is routed through interface `except` is left out. */
export function parseRoutes(json: string, except?: string): readonly string[] {
  const routes = JSON.parse(json === "" ? "[]" : json) as readonly {
    readonly dst?: string;
    readonly dev?: string;
  }[];
  return routes
    .filter(({ dev }) => except === undefined || dev !== except)
    .flatMap(({ dst }) => (dst !== undefined && /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(dst) ? [dst] : []));
}

/** Connects the host with the network namespace of process `pid`: a link, and routes to pods and services through it. */
export async function connectNode(plan: AddressPlan, pid: number): Promise<void> {
  const { interfaceName, nodeIp } = plan;
  const ip = async (...args: readonly string[]): Promise<unknown> => requireCommand("ip", args);
  await ip("link", "add", interfaceName, "type", "veth", "peer", "name", "eth0", "netns", `${pid}`);
  await ip("addr", "add", `${plan.hostIp}/${plan.linkPrefix}`, "dev", interfaceName);
  await ip("link", "set", interfaceName, "up");
  for (const range of [plan.podCidr, plan.serviceCidr]) {
    await ip("route", "add", range, "via", nodeIp, "dev", interfaceName);
  }
}

/** Removes the link and with it its routes; true when there was one. */
export async function disconnectNode(plan: AddressPlan): Promise<boolean> {
  if (!(await hasLink(plan))) return false;
  // the kernel may be removing it at the same time, because the other end's namespace has gone
  await runCommand("ip", ["link", "del", plan.interfaceName]);
  await waitUntil(async () => !(await hasLink(plan)), { timeoutMs: 5_000, everyMs: 20 });
  return true;
}

export async function hasLink(plan: AddressPlan): Promise<boolean> {
  return access(`/sys/class/net/${plan.interfaceName}`).then(
    () => true,
    () => false,
  );
}
