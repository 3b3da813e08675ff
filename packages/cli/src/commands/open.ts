import { readFile } from "node:fs/promises";
import { CanaryError, envelope, EXIT_CODES } from "@canary/core";
import type { ExitCode } from "@canary/core";
import type { GitOpsCluster, InterfaceName } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import type { Command } from "../command.ts";
import { parseCount } from "../dispatch/parse-count.ts";
import { exitCodeOfSignal, withSignals } from "../interruption.ts";
import { ENVIRONMENT_OPTIONS, openChosenGitOps } from "./gitops/gitops-options.ts";

const NAMES = [
  "argocd",
  "rollouts",
  "prometheus",
  "alertmanager",
  "grafana",
] as const satisfies readonly InterfaceName[];

/** `canary open NAME`: leads a local port to a part of the platform, and says how to sign in. */
export const openCommand: Command = {
  path: ["open"],
  summary: "forward a local port to Argo CD, Rollouts, Prometheus, Alertmanager or Grafana until Ctrl-C",
  description: "Prints the address and how to sign in, and forwards until it is interrupted.",
  arguments: [{ name: "interface", description: NAMES.join(", "), choices: NAMES, isRequired: true }],
  options: [
    ...ENVIRONMENT_OPTIONS,
    { name: "port", value: "PORT", description: "the local port; a free one by default, 3100 for rollouts" },
  ],
  formats: ["table", "jsonl"],
  examples: ["canary open argocd", "canary open prometheus --port 9090"],
  run: async (input, context) => {
    const { openInterface } = await import("@canary/project");
    const name = parseName(input.words[0] ?? "");
    const port = parsePort(input.value("port"));
    const cluster = await openChosenGitOps(input, context);
    refuseAbsent(name, cluster);
    const note = await signInNote(name, cluster);
    const abort = new AbortController();
    let exitCode: ExitCode = EXIT_CODES.done;
    await withSignals(
      (signal) => {
        // Ctrl-C is how it ends; other signals say so.
        if (signal !== "SIGINT") exitCode = exitCodeOfSignal(signal);
        abort.abort();
      },
      async () =>
        openInterface(cluster.target, name, {
          port: port === 0 ? undefined : port,
          signal: abort.signal,
          onOpen: (address) => printAddress({ name, address, note }, context),
        }),
    );
    return { exitCode };
  },
};

interface Opened {
  readonly name: InterfaceName;
  readonly address: string;
  readonly note: string | null;
}

function printAddress(opened: Opened, context: CliContext): void {
  if (context.format === "jsonl")
    return context.print(`${JSON.stringify(envelope("OpenedInterface", opened))}\n`);
  context.print(`${context.out.bold(opened.name)} ${opened.address}\n`);
  if (opened.note !== null) context.print(`  ${opened.note}\n`);
  context.say("Ctrl-C ends it");
}

const HIGHEST_PORT = 65_535;

/** 0 is a free one. */
function parsePort(text: string | undefined): number {
  const port = parseCount(text, { option: "port", fallback: 0, least: 0 });
  if (port <= HIGHEST_PORT) return port;
  throw new CanaryError(`--port is "${text}"`, {
    code: "CANARY_USAGE",
    hint: `Give a port from 1 to ${HIGHEST_PORT}; without one a free one is taken.`,
  });
}

function parseName(word: string): InterfaceName {
  const name = NAMES.find((known) => known === word);
  if (name !== undefined) return name;
  throw new CanaryError(`"${word}" is nothing that can be opened`, {
    code: "CANARY_VALUE_UNKNOWN",
    hint: `Use one of ${NAMES.join(", ")}.`,
  });
}

/** Grafana cannot be built for the local cluster. */
function refuseAbsent(name: InterfaceName, { overlay }: GitOpsCluster): void {
  if (name !== "grafana" || overlay !== "local") return;
  throw new CanaryError("the local cluster has no Grafana", {
    code: "CANARY_USAGE",
    hint: "Look at `canary open prometheus`, or name a cluster that has it with --env or --provider kind.",
  });
}

/** The dashboard of Argo Rollouts has no option for an address. */
const OPEN_TO_ALL =
  "it listens on every address of this machine, and whoever reaches it may promote and abort: end it when you have seen enough";

const GRAFANA_PASSWORD =
  "sign in as admin; `kubectl --namespace monitoring get secret grafana-admin --output jsonpath='{.data.password}' | base64 --decode` prints the password";

/** Where the password is, not what it is: terminals are recorded. */
async function signInNote(name: InterfaceName, { passwordFile }: GitOpsCluster): Promise<string | null> {
  if (name === "rollouts") return OPEN_TO_ALL;
  if (name === "grafana") return GRAFANA_PASSWORD;
  if (name !== "argocd") return null;
  const isKept = await readFile(passwordFile).then(
    () => true,
    () => false,
  );
  return isKept
    ? `sign in as admin; the password is in ${passwordFile}`
    : "sign in as admin, with the password that was set for it";
}
