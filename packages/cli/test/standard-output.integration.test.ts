import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorkspace, runCanary } from "@canary/testkit";

const PROGRAM = join(import.meta.dirname, "../dist/canary.cjs");
const workspace = createWorkspace();
const ITEMS = Array.from(
  { length: 3000 },
  (_, index) => `- [ ] Do piece ${index} of the work in some words {#t${index}}`,
);

/** Waits, at most a minute, until descriptor 3 takes no more. */
const UNTIL_FULL = `import select, sys, time
end = time.monotonic() + 60
while select.select([], [3], [], 0)[1]:
    if time.monotonic() > end: sys.exit("the pipe is not full")
    time.sleep(0.02)
`;

/** Runs the program with this as its stdout; gives what it said on stderr, and its end. */
function listInto(stdout: number | "pipe"): ReturnType<typeof spawnSync> {
  return spawnSync(process.execPath, [PROGRAM, "tasks", "list"], {
    cwd: workspace.directory,
    stdio: ["ignore", stdout, "pipe"],
  });
}

describe("stdout of a long list", () => {
  beforeAll(async () => {
    workspace.write("PRD.md", `# Big\n\n## Phase 1: All\n\n${ITEMS.join("\n")}\n`);
    await runCanary(workspace, ["parse", "PRD.md"]);
  });
  afterAll(() => workspace.remove());

  it("is whole in a file and in a pipe", () => {
    const file = workspace.path("list.txt");
    listInto(openSync(file, "w"));
    const list = workspace.read("list.txt");
    expect(list).toContain("3000 tasks, 0 completed");
    expect(listInto("pipe").stdout.toString()).toBe(list);
  });

  it("is whole in a pipe that is not waited for, whose reader is slow", async () => {
    const pipe = workspace.path("pipe");
    spawnSync("bash", ["-c", `mkfifo "$0"`, pipe]);
    const both = openSync(pipe, constants.O_RDWR);
    const end = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    // Node makes the first three descriptors of its children wait.
    const line = `exec "$0" "$1" tasks list >&3`;
    const child = spawn("bash", ["-c", line, process.execPath, PROGRAM], {
      cwd: workspace.directory,
      stdio: ["ignore", "ignore", "inherit", end],
    });
    closeSync(end);
    const full = spawnSync("python3", ["-c", UNTIL_FULL], { stdio: ["ignore", "ignore", "inherit", both] });
    expect([full.status, child.exitCode]).toEqual([0, null]);
    const reader = spawn("cat", [pipe]);
    const read = text(reader.stdout);
    await once(reader, "spawn");
    await once(child, "close");
    closeSync(both);
    expect(await read).toBe(listInto("pipe").stdout.toString());
  });

  it("ends with its reader, without a word", () => {
    const line = `"$0" "$1" tasks list | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const run = spawnSync("bash", ["-c", line, process.execPath, PROGRAM], { cwd: workspace.directory });
    expect(run.stdout.toString()).toMatch(/^ID .*\n0\n$/);
    expect(run.stderr.toString()).toBe("");
  });

  it.each(["table", "json"])("says that there is no room for it, as %s", (format) => {
    const line = `trap "" XFSZ; ulimit -f 8; "$0" "$1" tasks list -o ${format} > full.txt`;
    const run = spawnSync("bash", ["-c", line, process.execPath, PROGRAM], { cwd: workspace.directory });
    const [first, ...rest] = run.stderr.toString().trimEnd().split("\n");
    expect(first).toMatch(/^error CANARY_OUTPUT_FAILED: stdout takes no more: EFBIG/);
    expect(rest.map((each) => each.trim().split(" ")[0])).toEqual(["cause", "fix"]);
    expect(run.status).toBe(1);
  });

  it.runIf(process.platform === "linux").each([["tasks", "list"], ["tasks", "report"], ["plan"]])(
    "says so where Node's stream is written to, by %s",
    (...argv) => {
      const run = spawnSync(process.execPath, [PROGRAM, ...argv], {
        cwd: workspace.directory,
        stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
      });
      const first = run.stderr.toString().split("\n")[0];
      expect(first).toMatch(/^error CANARY_OUTPUT_FAILED: stdout takes no more: ENOSPC/);
      expect(run.status).toBe(1);
    },
  );
});
