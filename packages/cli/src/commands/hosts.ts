import { isIP } from "node:net";
import { CanaryError, envelope } from "@canary/core";
import type { HostsBlock } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import type { Command, CommandInput } from "../command.ts";
import { TABLE_JSON_YAML } from "../output/format.ts";
import { requireCluster } from "./cluster/cluster-options.ts";
import { clusterChoice, ENVIRONMENT_OPTIONS } from "./gitops/gitops-options.ts";

/** `canary hosts [HOST…]`: makes the names of a cluster's Ingresses resolve on this machine. */
export const hostsCommand: Command = {
  path: ["hosts"],
  summary: "print, write or remove the lines of /etc/hosts that lead to a cluster's Ingresses",
  description:
    "Prints the lines by default. With --write they go into a block of their own, between two marker lines; --remove takes " +
    "exactly that block out again. Names are those of the cluster's Ingresses that end with .local; others only when they are given.",
  arguments: [{ name: "host", description: "names instead of those of the Ingresses", isList: true }],
  options: [
    { name: "write", description: "put the lines into the hosts file" },
    { name: "remove", description: "take the lines out of the hosts file" },
    { name: "address", value: "IP", description: "where the router is; by default the cluster is asked" },
    { name: "file", value: "FILE", description: "another hosts file than /etc/hosts" },
    ...ENVIRONMENT_OPTIONS,
  ],
  formats: TABLE_JSON_YAML,
  examples: [
    "canary hosts",
    "canary hosts --write",
    "canary hosts podinfo.example.com --write",
    "canary hosts --remove",
  ],
  run: async (input, context) => {
    checkInput(input);
    const block = await execute(input, context);
    return { document: envelope("HostsBlock", block), text: () => render(block, context) };
  },
};

async function execute(input: CommandInput, context: CliContext): Promise<HostsBlock> {
  const { chooseHostsTarget, planHosts, removeHosts, writeHosts } = await import("@canary/project");
  const target = chooseHostsTarget(clusterChoice(input, context), requireCluster);
  if (input.flag("remove")) return removeHosts(target.name, input.value("file"));
  const plan = await planHosts({
    target,
    hosts: input.words,
    address: input.value("address"),
    file: input.value("file"),
  });
  return input.flag("write") ? writeHosts(plan) : plan;
}

function checkInput(input: CommandInput): void {
  const address = input.value("address");
  if (input.flag("write") && input.flag("remove")) {
    throw usage("--write and --remove exclude each other", "Give one of them.");
  }
  if (input.flag("remove") && (input.words.length > 0 || input.given("address"))) {
    throw usage(
      "--remove takes out all lines of the cluster, and neither a host nor --address",
      "Give --remove alone; `canary hosts HOST… --write` leaves exactly these hosts in the file.",
    );
  }
  if (address !== undefined && isIP(address) === 0) {
    throw usage(
      `"${address}" is no IP address`,
      "Give --address an IPv4 or IPv6 address, such as 192.0.2.10.",
    );
  }
  const wrong = input.words.find(
    (host) => !/^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i.test(host),
  );
  if (wrong !== undefined) {
    throw usage(
      `"${wrong}" is no host name`,
      "Use letters, digits, dots and hyphens, without a pattern or a port.",
    );
  }
}

function usage(message: string, hint: string): CanaryError {
  return new CanaryError(message, { code: "CANARY_USAGE", hint });
}

function render(block: HostsBlock, context: CliContext): string {
  for (const host of block.leftOut) {
    context.say(`${host} is left out: it does not end with .local. Name it to have it: canary hosts ${host}`);
  }
  for (const { host, address, line } of block.overridden) {
    context.say(
      `line ${line} of ${block.file} already leads ${host} to ${address}, and the first line wins: take it out`,
    );
  }
  if (block.action === "removed") {
    return block.changed
      ? `Removed the hosts of cluster ${block.cluster} from ${block.file}\n`
      : `${block.file} has no hosts of cluster ${block.cluster}\n`;
  }
  if (block.hosts.length === 0)
    context.say(`No Ingress of cluster ${block.cluster} names a host that ends with .local`);
  if (block.action === "printed") return block.lines.map((line) => `${line}\n`).join("");
  if (!block.changed) return `${block.file} needs no change\n`;
  return `Wrote ${block.hosts.length} hosts of cluster ${block.cluster} to ${block.file}: ${block.hosts.join(", ")}\n`;
}
