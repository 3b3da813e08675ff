import { join } from "node:path";
import { CanaryError } from "@canary/core";
import { readRunPlan } from "@canary/task-master";
import { findRun } from "./runs/find-run.ts";
import type { PreparedRunWithNotices, ProjectRunDeps } from "./project-run.ts";
import { resolveEnvironment } from "./run-environment.ts";
import { storeDirectoryOf } from "./tasks.ts";

/**
 * What going on with a run needs: the latest one that is not done, or the one that is named. Throws CANARY_VALUE_UNKNOWN
 * for an unknown run or where there is nothing to resume, CANARY_PLAN_STALE when its plan is not what it was.
 */
export async function prepareResume(
  { project }: Pick<ProjectRunDeps, "project">,
  name: string | undefined,
): Promise<PreparedRunWithNotices> {
  const runsDirectory = join(storeDirectoryOf(project.root), "runs");
  const record = findRun(runsDirectory, name, ({ end }) => end === null || !end.success);
  if (record.environment === null) throw neverBegan(record.run);
  const environment = await resolveEnvironment(project, {
    environment: record.environment,
    ...(record.cluster === null ? {} : { cluster: record.cluster }),
  });
  return { plan: readRunPlan(record), environment, resumes: record.run, notices: [] };
}

function neverBegan(run: string): CanaryError {
  return new CanaryError(`Run ${run} ended before it began`, {
    code: "CANARY_VALUE_UNKNOWN",
    hint: "Begin a new run.",
  });
}
