import type { ExitCode } from "@canary/core";
import type { BoxToUntick, EvidenceState, VerifiedTask, VerifyReport } from "@canary/project";

/** A verification as it is shown, and the exit code that it means. */
export interface VerifyView {
  readonly exitCode: ExitCode;
  readonly report: Omit<VerifyReport, "exitCode" | "tasks"> & {
    readonly summary: Readonly<Record<"true" | "untrue" | "unknown" | "noEvidence", number>>;
    readonly tasks: readonly (VerifiedTask & { readonly phase: string | null })[];
    readonly boxes?: readonly BoxToUntick[];
  };
}

export interface ViewVerifyInput {
  readonly report: Omit<VerifyReport, "exitCode">;
  readonly exitCode: ExitCode;
  /** Null where nobody asked for them. */
  readonly boxes: readonly BoxToUntick[] | null;
  readonly phaseOf: (task: string) => string | null;
}

/** The report with counts, and with the phase of each task. */
export function viewVerify({ report, exitCode, boxes, phaseOf }: ViewVerifyInput): VerifyView {
  const count = (state: EvidenceState): number => report.tasks.filter((task) => task.state === state).length;
  const { run, environment, untrue } = report;
  return {
    exitCode,
    report: {
      run,
      environment,
      summary: {
        true: count("true"),
        untrue: count("untrue"),
        unknown: count("unknown"),
        noEvidence: count("no_evidence"),
      },
      tasks: report.tasks.map((task) => ({ ...task, phase: phaseOf(task.task) })),
      untrue,
      ...(boxes === null ? {} : { boxes }),
    },
  };
}
