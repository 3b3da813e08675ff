import { envelope, EXIT_CODES } from "@canary/core";
import type { HostCheck } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import type { Command } from "../command.ts";
import { TABLE_JSON_YAML } from "../output/format.ts";

/** `canary doctor`: what this machine has and lacks; exit 7 when something needed is missing. */
export const doctorCommand: Command = {
  path: ["doctor"],
  summary: "say what this machine has and lacks, and how to mend it",
  description:
    "Checks tools, versions, kernel features, privileges, address ranges, memory and disk for a provider. Changes nothing. Exit code 7 when something that is needed is missing.",
  arguments: [],
  options: [
    { name: "provider", value: "PROVIDER", description: "local or kind; canary.yaml's when left out" },
  ],
  formats: TABLE_JSON_YAML,
  examples: ["canary doctor", "canary doctor --provider kind -o json"],
  run: async (input, context) => {
    const { checkMachine, chooseCluster } = await import("@canary/project");
    const { provider } = chooseCluster({
      cwd: context.cwd,
      configFile: context.configFile,
      name: undefined,
      provider: input.value("provider"),
    });
    const checks = await checkMachine(provider);
    const isFit = checks.every((check) => check.ok || check.severity !== "error");
    return {
      exitCode: isFit ? EXIT_CODES.done : EXIT_CODES.missing,
      document: envelope("HostReport", { provider, isFit, checks }),
      text: () => renderChecks(checks, { provider, isFit, context }),
    };
  },
};

interface Verdict {
  readonly provider: string;
  readonly isFit: boolean;
  readonly context: CliContext;
}

function renderChecks(checks: readonly HostCheck[], { provider, isFit, context }: Verdict): string {
  const { out } = context;
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap((check) => {
    const sign = check.ok ? out.good("✔") : check.severity === "error" ? out.bad("✖") : out.warn("!");
    const line = `${sign} ${check.name.padEnd(width)}  ${check.found}${check.ok ? "" : out.dim(` (needed: ${check.expected})`)}`;
    return check.ok ? [line] : [line, `  ${" ".repeat(width)}  ${out.accent("fix")} ${check.hint}`];
  });
  const verdict = isFit
    ? out.good(`This machine can carry a ${provider} cluster.`)
    : out.bad(`This machine cannot carry a ${provider} cluster yet.`);
  return `${lines.join("\n")}\n\n${verdict}\n`;
}
