import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { ClosingLineReporter } from "./test/support/closing-line-reporter.ts";

const conditions = ["@canary/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    restoreMocks: true,
    // Many tests wait for programs that they start: one worker a core, and one more, keep the cores busy.
    maxWorkers: availableParallelism() + 1,
    reporters: ["default", new ClosingLineReporter()],
    allowOnly: process.env.CI === undefined,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
          exclude: ["**/*.integration.test.ts", "**/*.cluster.test.ts", "**/*.validate.test.ts"],
          testTimeout: 120_000,
          // No unit test changes what another one sees, so they share what they import.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["packages/*/test/**/*.integration.test.ts", "test/**/*.integration.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each has its own folder and its own programs, so they share what they import, too.
          isolate: false,
          // Reading more certificates doubles what a start of node costs, and nothing here leaves the machine.
          env: { NODE_EXTRA_CA_CERTS: "" },
        },
      },
      {
        extends: true,
        test: {
          name: "validate",
          include: ["test/**/*.validate.test.ts"],
          globalSetup: ["test/validate/set-up.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: "cluster",
          include: ["packages/*/test/**/*.cluster.test.ts", "test/**/*.cluster.test.ts"],
          globalSetup: ["test/cluster-setup.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
