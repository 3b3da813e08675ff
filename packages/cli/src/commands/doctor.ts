import { CanaryError, envelope, EXIT_CODES } from "@canary/core";
import type { ExitCode } from "@canary/core";
import type { HostCheck } from "@canary/project";
import type { StoreFinding, StoreRepair } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import type { Command } from "../command.ts";
import { openContextTasks } from "../open-context-tasks.ts";
import { TABLE_JSON_YAML } from "../output/format.ts";

/** `canary doctor`: what this machine and the task store have and lack; exit 7 when the machine lacks something needed. */
export const doctorCommand: Command = {
  path: ["doctor"],
  summary: "say what this machine and the store have and lack, and how to mend it",
  description:
    "Checks tools, versions, kernel features, privileges, address ranges, memory and disk for a provider, and the task store. Changes nothing without --fix. Exit code 7 when the machine lacks something that is needed, 1 when the store is damaged.",
  arguments: [],
  options: [
    { name: "provider", value: "PROVIDER", description: "local or kind; canary.yaml's when left out" },
    {
      name: "fix",
      description: "mend the store after a backup; without --yes it only shows what it would do",
    },
  ],
  formats: TABLE_JSON_YAML,
  examples: ["canary doctor", "canary doctor --provider kind -o json", "canary doctor --fix --yes"],
  run: async (input, context) => {
    const { checkMachine, chooseProvider } = await import("@canary/project");
    const { cwd, configFile } = context;
    const provider = chooseProvider({ cwd, configFile, provider: input.value("provider") });
    const checks = await checkMachine(provider);
    const store = examineStore(context, input.flag("fix"));
    const isFit = checks.every((check) => check.ok || check.severity !== "error");
    const report = { provider, isFit, checks, store };
    return {
      exitCode: exitCodeOf(isFit, store),
      document: envelope("HostReport", report),
      text: () => renderChecks(report, context) + renderStore(store, context),
    };
  },
};

interface StoreExamination {
  readonly findings: readonly StoreFinding[];
  readonly repair: StoreRepair | null;
}

interface HostReport {
  readonly provider: string;
  readonly isFit: boolean;
  readonly checks: readonly HostCheck[];
}

function examineStore(context: CliContext, isFix: boolean): StoreExamination {
  const store = openContextTasks(context);
  const findings = store.check();
  if (!isFix || findings.length === 0) return { findings, repair: null };
  if (!context.isConfirmed) {
    throw new CanaryError(
      `mending would do this:\n${findings.map((finding) => `  ${describe(finding)}`).join("\n")}`,
      {
        code: "CANARY_CONFIRMATION_REQUIRED",
        hint: "Add --yes to do it; the files as they are go to .canary/backups.",
        details: { findings },
      },
    );
  }
  return { findings, repair: store.repair() };
}

function exitCodeOf(isFit: boolean, { findings, repair }: StoreExamination): ExitCode {
  if (!isFit) return EXIT_CODES.missing;
  const left = repair?.remaining ?? findings;
  return left.some(({ severity }) => severity === "error") ? EXIT_CODES.failed : EXIT_CODES.done;
}

function renderChecks({ checks, provider, isFit }: HostReport, { out }: CliContext): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap((check) => {
    const failed = check.severity === "error" ? out.bad("✖") : out.warn("!");
    const needed = check.ok ? "" : out.dim(` (needed: ${check.expected})`);
    const line = `${check.ok ? out.good("✔") : failed} ${check.name.padEnd(width)}  ${check.found}${needed}`;
    return check.ok ? [line] : [line, `  ${" ".repeat(width)}  ${out.accent("fix")} ${check.hint}`];
  });
  const verdict = isFit
    ? out.good(`This machine can carry a ${provider} cluster.`)
    : out.bad(`This machine cannot carry a ${provider} cluster yet.`);
  return `${lines.join("\n")}\n\n${verdict}\n`;
}

function renderStore({ findings, repair }: StoreExamination, { out }: CliContext): string {
  if (findings.length === 0) return "";
  const lines = findings.map(
    (finding) => `${finding.severity === "error" ? out.bad("✖") : out.warn("!")} ${describe(finding)}`,
  );
  const mended =
    repair === null
      ? out.accent("fix canary doctor --fix")
      : out.good(`mended; as it was: ${repair.backup ?? "unchanged"}`);
  return `\nThe task store\n${lines.join("\n")}\n${mended}\n`;
}

function describe({ file, line, message, repair }: StoreFinding): string {
  return `${file}${line === null ? "" : `:${line}`} ${message}${repair === null ? "" : ` → ${repair}`}`;
}
