import type { Reporter, TestModule } from "vitest/node";

/** Ends a test run with one plain line that any tool can read: `tests: 12 passed, 0 failed, 3 skipped`. */
export class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "pending") counts.skipped += 1;
        else counts[state] += 1;
      }
    }
    const broken = modules.filter(
      (module) => module.state() === "failed" && module.errors().length > 0,
    ).length;
    process.stdout.write(
      `\ntests: ${counts.passed} passed, ${counts.failed + broken + unhandledErrors.length} failed, ${counts.skipped} skipped\n`,
    );
  }
}
