import { benchTestFiles } from "./bench-vitest.mjs";

const KILLS = process.env.CANARY_BENCH_KILLS ?? "200";

/** Whether runs survive `kill -9` at as many random points; its figure is the time that they take. */
export function benchKills(kit) {
  benchTestFiles(kit, {
    name: `kill -9 at ${KILLS} random points, twice`,
    project: "integration",
    files: [
      "packages/cli/test/killed-runs.integration.test.ts",
      "packages/task-master/test/survival.integration.test.ts",
    ],
    variables: { CANARY_TEST_KILLS: KILLS },
  });
}
