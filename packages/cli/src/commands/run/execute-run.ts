import { setFlagsFromString } from "node:v8";
import { CanaryError, envelope } from "@canary/core";
import type {
  ExecutionOptions,
  FinishedRun,
  Interruption,
  PlanningOptions,
  PreparedRun,
  RefusedBox,
  RunEvent,
} from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, CommandResult } from "../../command.ts";
import { parseCount } from "../../dispatch/parse-count.ts";
import { parseTimeSpan } from "../../dispatch/parse-time-span.ts";
import { createInterruption, withSignals } from "../../interruption.ts";
import { readPlanOptions } from "../plan/plan-options.ts";
import { sayNotice } from "../../output/say-notice.ts";
import { sayRefusedBoxes } from "../../output/say-refused-boxes.ts";
import { sayStoreNotice } from "../../output/say-store-notice.ts";
import type { RunSource } from "../../planner/planner-message.ts";
import { planInThread } from "../../planner/plan-in-thread.ts";
import { createGateAsker } from "../../output/ask-gate.ts";
import { readReports, writeReports } from "../../output/run-reports.ts";
import { createRunProgress } from "../../output/run-progress.ts";
import { renderRunSummary } from "../../output/run-summary.ts";

/** Plans or executes a target as the options say; progress goes to stderr, with `-o jsonl` each event to stdout. */
export async function executeRun(
  source: RunSource,
  input: CommandInput,
  context: CliContext,
): Promise<CommandResult> {
  const { interruption, deliver } = createInterruption();
  return withSignals(deliver, () => planAndExecute(source, input, { context, interruption }));
}

/** The outer world, and the signals that end what is done in it. */
interface RunScope {
  readonly context: CliContext;
  readonly interruption: Interruption;
}

async function planAndExecute(
  source: RunSource,
  input: CommandInput,
  scope: RunScope,
): Promise<CommandResult> {
  const { context, interruption } = scope;
  const { cwd, configFile, program } = context;
  const options = readPlanningOptions(input);
  const prepared = await planInThread({ cwd, configFile, program, source, options }, interruption);
  for (const notice of prepared.notices) sayNotice(notice, context);
  const { plan } = prepared;
  if (input.flag("dry-run")) {
    const { planDocument } = await import("../../output/plan-document.ts");
    return planDocument({ prepared, probe: null }, context);
  }
  if (plan.direction === "undo") confirmUndo(context);
  const reports = readReports(input, context);
  const finished = await runWithProgress(prepared, readExecutionOptions(input), scope);
  const { exitCode, ...result } = finished;
  await writeReports(reports, result, context);
  return {
    exitCode,
    ...(context.format === "jsonl" ? {} : { document: envelope("RunResult", result) }),
    text: () => renderRunSummary(result, context),
  };
}

function confirmUndo({ isConfirmed }: CliContext): void {
  if (isConfirmed) return;
  throw new CanaryError("undo takes back what was done, and changes the environment", {
    code: "CANARY_CONFIRMATION_REQUIRED",
    hint: "See what it would do with --dry-run, then add --yes.",
  });
}

async function runWithProgress(
  prepared: PreparedRun,
  options: ExecutionOptions,
  { context, interruption }: RunScope,
): Promise<FinishedRun> {
  const { executePreparedRun } = await import("@canary/project/run");
  keepMemorySmall();
  const progress = createRunProgress(context);
  const log = await openRunLog(context.logLevel);
  const onEvent = (event: RunEvent): void => {
    log(event);
    if (context.format === "jsonl") context.print(`${JSON.stringify(envelope("RunEvent", event))}\n`);
    progress.onEvent(event);
  };
  const refusedBoxes: RefusedBox[] = [];
  try {
    return await executePreparedRun(prepared, context.clock, {
      ...options,
      onEvent,
      onStoreNotice: (notice) => sayStoreNotice(notice, context),
      onBoxRefused: (box) => refusedBoxes.push(box),
      interruption,
      ...createGateAsker(context, { interruption, progress }),
    });
  } finally {
    progress.stop();
    sayRefusedBoxes(refusedBoxes, context);
  }
}

/** Young objects stay within a few MB: each process of the run costs time in proportion to the memory of this one. */
function keepMemorySmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}

/** A run writes to its log from level info on; where less is wanted the logger is not even loaded. */
async function openRunLog(level: string): Promise<(event: RunEvent) => void> {
  if (level !== "info" && level !== "debug") return () => undefined;
  const { createRunLog } = await import("../../output/run-log.ts");
  return createRunLog(level);
}

function readPlanningOptions(input: CommandInput): PlanningOptions {
  return { ...readPlanOptions(input), ...(input.words[0] === "undo" ? { direction: "undo" } : {}) };
}

function readExecutionOptions(input: CommandInput): ExecutionOptions {
  const timeoutMs = parseTimeSpan(input.value("timeout"), "timeout");
  const lockTimeoutMs = parseTimeSpan(input.value("lock-timeout"), "lock-timeout");
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs }),
    jobs: parseCount(input.value("jobs"), { option: "jobs", fallback: 1, least: 1 }),
    keepGoing: input.flag("keep-going"),
  };
}
