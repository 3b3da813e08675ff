import { join } from "node:path";
import type { Clock } from "@canary/core";
import { findTask, readTaskStore } from "@canary/task-manager";
import { approveRun, listRuns, readRun } from "@canary/task-master/run";
import type { ApprovedGate } from "@canary/task-master/run";
import { findProjectRoot } from "../find-project-root.ts";
import { storeDirectoryOf } from "../tasks.ts";
import { findRun } from "./find-run.ts";
import { followLogs } from "./follow-logs.ts";
import type { FollowLogsOptions, LogText } from "./follow-logs.ts";
import { viewRun, viewRunDetail } from "./view-run.ts";
import type { RunDetail, RunView } from "./view-run.ts";

/** A person's yes. */
export interface GivenApproval {
  /** The run's id, or a prefix or an end of it. */
  readonly run: string;
  readonly task: string;
  readonly by: string;
  readonly reason?: string;
  /** A day by default. */
  readonly validForMs?: number;
}

/** The runs of a project; a run that is not named is the latest. Throws CANARY_VALUE_UNKNOWN for one that is not there. */
export interface Runs {
  /** The latest first, at most `limit`. */
  list(limit: number): readonly RunView[];
  show(run?: string): RunDetail;
  /** Logs of all its tasks, or of one. */
  logs(run: string | undefined, options: FollowLogsOptions): AsyncGenerator<LogText>;
  /** Lets a task that waits at a gate go on, for this plan alone. Throws CANARY_RUN_LOCKED, CANARY_TASK_TRANSITION_REFUSED. */
  approve(approval: GivenApproval): ApprovedGate;
}

/** The runs of the project around `cwd`. */
export function openRuns({ cwd, clock }: { readonly cwd: string; readonly clock: Clock }): Runs {
  const directory = storeDirectoryOf(findProjectRoot(cwd));
  const runsDirectory = join(directory, "runs");
  const idOf = (name: string): string => findTask(readTaskStore({ directory, clock }), name).id;
  return {
    list: (limit) =>
      listRuns(runsDirectory)
        .toReversed()
        .slice(0, limit)
        .map((run) => viewRun(readRun(runsDirectory, run))),
    show: (run) => viewRunDetail(findRun(runsDirectory, run)),
    logs: (run, { task, ...options }) =>
      followLogs(findRun(runsDirectory, run), {
        ...options,
        ...(task === undefined ? {} : { task: idOf(task) }),
      }),
    approve: ({ run, task, ...yes }) =>
      approveRun({ runsDirectory, clock, ...yes, run: findRun(runsDirectory, run).run, task: idOf(task) }),
  };
}
