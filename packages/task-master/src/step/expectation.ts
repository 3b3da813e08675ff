import type { Expectation } from "../playbook/step-schema.ts";

/** What a step gave. */
export interface StepYield {
  readonly exitCode: number | null;
  readonly stdout: string;
}

export type Comparison = Omit<Expectation, "changed">;

/** Why the yield is not what was expected, or undefined when it is. Without an exit code, 0 is expected. */
export function disappointment(expect: Comparison | null, given: StepYield): string | undefined {
  const wanted = expect?.exitCode ?? 0;
  if (given.exitCode !== wanted) return `expected exit code ${wanted}, found ${given.exitCode ?? "none"}`;
  return expect === null ? undefined : textDisappointment(expect, given.stdout);
}

function textDisappointment(expect: Comparison, stdout: string): string | undefined {
  const { contains, equals, matches } = expect;
  if (contains !== undefined && !stdout.includes(contains))
    return `expected the output to contain "${contains}"`;
  if (equals !== undefined && stdout.trim() !== equals.trim()) return `expected the output to be "${equals}"`;
  if (matches !== undefined && !new RegExp(matches, "m").test(stdout)) {
    return `expected the output to match /${matches}/`;
  }
  return undefined;
}

/** Whether a step that passed changed something, as its `expect.changed` says; undefined when it says nothing. */
export function changedAsSaid(expect: Expectation | null, given: StepYield): boolean | undefined {
  const changed = expect?.changed;
  if (changed === undefined) return undefined;
  const { exitCode, ...texts } = changed;
  return (
    (exitCode === undefined || exitCode === given.exitCode) &&
    textDisappointment(texts, given.stdout) === undefined
  );
}
