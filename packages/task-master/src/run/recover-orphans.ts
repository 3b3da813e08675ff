import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { awaitGroupEnd, isSameGroup, signalGroup } from "../process/process-group.ts";
import { mannersOf } from "../process/tool-manners.ts";
import { collectPrivateOutput } from "./collect-private-output.ts";
import { findMarked } from "./find-marked.ts";
import { JOURNAL, isRunAlive, listRuns, readRun } from "./read-run.ts";
import type { OpenProcess, RunRecord } from "./run-record.ts";
import type { RunSession } from "./run-session.ts";
import { endsWith } from "./ends-with.ts";
import { statusOf } from "./status-of.ts";

const POLL_MS = 200;

/**
 * Sees to what other runs left behind whose canary died: a living terraform or helm is waited for, other processes are
 * ended by their group, and what a tool wrote to its private file goes, masked, into its log.
 */
export async function recoverOrphans(session: RunSession): Promise<void> {
  const { runsDirectory } = session.deps;
  for (const run of listRuns(runsDirectory)) {
    const journal = join(runsDirectory, run, JOURNAL);
    if (run === session.run || endsWith(journal, /"type":"run_(?:finished|died)"/)) continue;
    const record = readRun(runsDirectory, run);
    if (!record.isClosed && !isRunAlive(record)) await recoverRun(session, record);
  }
}

/** As `recoverOrphans`, for one run of which no living process is. */
export async function recoverRun(session: RunSession, record: RunRecord): Promise<void> {
  if (record.isClosed) return;
  for (const process of record.processes) await recoverProcess(session, record, process);
  if (session.interruption.signal !== null) return;
  collectPrivateOutput(join(record.directory, "logs"), session.secrets);
  await mendLedger(session, record);
  const at = new Date(session.deps.clock.now()).toISOString();
  // The dead process may have left half a line.
  const line = JSON.stringify({ at, run: record.run, type: "run_died" });
  appendFileSync(join(record.directory, JOURNAL), `\n${line}\n`);
}

/** What the ledger still takes for begun ended as the journal says, or not at all. */
async function mendLedger({ ledger, deps }: RunSession, record: RunRecord): Promise<void> {
  const { run, starts: attempt, environment, results } = record;
  if (environment === null) return;
  const own = new Set(record.tasks);
  for (const { id, status } of await deps.ledger.load()) {
    if (status !== "in_progress" || !own.has(id)) continue;
    const end = results.get(id);
    const after = end === undefined ? "pending" : (statusOf(record.direction ?? "run", end) ?? "pending");
    ledger.add(id, after, { run, attempt, environment, evidence: end?.evidence ?? [] });
  }
  await ledger.settle();
}

async function recoverProcess(session: RunSession, record: RunRecord, open: OpenProcess): Promise<void> {
  const { pid, processStart } = open.pid === null ? (findMarked(open, session.secrets) ?? open) : open;
  if (pid === null || !isSameGroup(pid, processStart)) return;
  const { tool, ownsState } = open;
  const action = ownsState ? "awaited" : "ended";
  session.journal.emit({ type: "orphan_found", of: record.run, tool, pid, action });
  if (!ownsState) {
    signalGroup(pid, "SIGTERM");
    if (!(await awaitGroupEnd(pid, mannersOf(tool).graceMs))) signalGroup(pid, "SIGKILL");
    await awaitGroupEnd(pid, POLL_MS);
    return;
  }
  const { interruption } = session;
  while (interruption.signal === null && isSameGroup(pid, processStart)) {
    await sleep(POLL_MS, undefined, { signal: interruption.aborted }).catch(() => undefined);
  }
}
