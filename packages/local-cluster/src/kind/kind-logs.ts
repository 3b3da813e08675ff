import { CanaryError } from "@canary/core";
import { execa } from "execa";
import type { LogLine, LogOptions } from "../cluster/cluster.ts";
import { kindNodeOf } from "./kind-config.ts";

/** What the node's container printed; kind has no other component's log on the host. Throws CANARY_VALUE_UNKNOWN. */
export async function* readKindLogs(
  clusterName: string,
  component = "node",
  options: LogOptions = {},
): AsyncGenerator<LogLine> {
  if (component !== "node") {
    throw new CanaryError(`there is no log of "${component}" with the provider kind; there is: node`, {
      code: "CANARY_VALUE_UNKNOWN",
      hint: "Name node, or ask the cluster: `kubectl -n kube-system logs POD`.",
      details: { candidates: ["node"] },
    });
  }
  const flags = [
    ...(options.follow === true ? ["--follow"] : []),
    ...(options.tail === undefined ? [] : ["--tail", `${options.tail}`]),
  ];
  const subprocess = execa("docker", ["logs", ...flags, kindNodeOf(clusterName)], {
    all: true,
    buffer: false,
    reject: false,
    stdin: "ignore",
    ...(options.signal !== undefined && { cancelSignal: options.signal }),
  });
  for await (const line of subprocess.iterable({ from: "all" })) yield { component, line };
}
