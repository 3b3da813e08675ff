// A promise that tests hold with few cases, asked with many: the same files, with a larger number in their variable.
import { spawnSync } from "node:child_process";

const MOST_OUTPUT = 64_000_000;

/** Whether these test files pass in this project of Vitest; the row's figure is the time that they take. */
export function benchTestFiles({ root, env, row }, { name, project, files, variables }) {
  const started = performance.now();
  const { status, stdout } = spawnSync(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--project", project, ...files],
    {
      cwd: root,
      env: { ...env, HOME: process.env.HOME, ...variables },
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: MOST_OUTPUT,
    },
  );
  const text = stdout.toString();
  const isWhole = status === 0 && !/\b[1-9]\d* skipped/.test(text);
  if (!isWhole) process.stdout.write(text.slice(-5000));
  row(name, performance.now() - started, isWhole ? 0 : 2, 1);
}
