import type { Reporter, TestModule, Vitest } from "vitest/node";
import { areSkipsForbidden, forbiddenSkips } from "./forbidden-skips.ts";

/**
 * Ends a test run with one plain line that any tool can read: `tests: 12 passed, 0 failed, 3 skipped`. Where skips are forbidden, one
 * outside the short list of those that are allowed counts as failed, and so does the run.
 */
export class ClosingLineReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const skipped: string[] = [];
    for (const test of modules.flatMap((module) => [...module.children.allTests()])) {
      const { state } = test.result();
      if (state === "passed" || state === "failed") counts[state] += 1;
      else skipped.push(test.fullName);
    }
    const forbidden = this.#areSkipsForbidden() ? forbiddenSkips(skipped) : [];
    for (const name of forbidden) process.stderr.write(`\nSKIPPED, which is a failure here: ${name}`);
    if (forbidden.length > 0) process.exitCode = 1;
    const broken = modules.filter(
      (module) => module.state() === "failed" && module.errors().length > 0,
    ).length;
    const failed = counts.failed + broken + unhandledErrors.length + forbidden.length;
    process.stdout.write(
      `\ntests: ${counts.passed} passed, ${failed} failed, ${skipped.length - forbidden.length} skipped\n`,
    );
  }

  /** Whoever asks for tests by name wants the others to be skipped. */
  #areSkipsForbidden(): boolean {
    return areSkipsForbidden(process.env) && this.#vitest?.config.testNamePattern === undefined;
  }
}
