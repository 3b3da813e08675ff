// What a run costs beside the processes that it starts: 1 000 no-op steps two at a time, against a plain spawn loop of
// the same program; how much memory a run takes whose step prints 1 GB; and how long a built cluster takes until it is
// ready.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const STEPS = 1000;
const JOBS = 2;
const ROUNDS = 3;
const PRINTED_BYTES = 1_000_000_000;

/** A project of `STEPS` independent tasks whose only step is /bin/true. */
function writeProject(folder) {
  const ids = Array.from({ length: STEPS }, (_, index) => `noop-${index + 1}`);
  mkdirSync(join(folder, "playbooks"), { recursive: true });
  writeFileSync(
    join(folder, "PRD.md"),
    `# Bench\n\n## Phase 1: Noop\n\n${ids.map((id) => `- [ ] Do ${id} {#${id}}`).join("\n")}\n`,
  );
  writeFileSync(join(folder, "canary.yaml"), "apiVersion: canary.dev/v1\n");
  const entries = ids.map((id) => `  ${id}:\n    run:\n      - command: { argv: [/bin/true] }\n`).join("");
  writeFileSync(
    join(folder, "playbooks/noop.yaml"),
    `apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n${entries}`,
  );
}

/** Milliseconds of a plain loop that starts `/bin/true` as often, as many at a time. */
async function timeSpawnLoop() {
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < STEPS) {
      next += 1;
      await new Promise((resolve, reject) =>
        spawn("/bin/true", { stdio: "ignore" }).on("close", resolve).on("error", reject),
      );
    }
  };
  await Promise.all(Array.from({ length: JOBS }, worker));
  return performance.now() - started;
}

/** Milliseconds of a canary that ends well; one that does not throws what it said. */
export function timeCanary(argv, options) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [options.canary, ...argv], {
    cwd: options.folder,
    env: options.env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0)
    throw new Error(`canary ${argv.join(" ")} ended with ${status}: ${stderr.toString().slice(-2000)}`);
  return performance.now() - started;
}

/** The most memory that a run takes whose only step prints `PRINTED_BYTES`, in megabytes; NaN where /proc does not tell. */
async function measurePrinting({ canary, env }, folder) {
  mkdirSync(join(folder, "playbooks"), { recursive: true });
  writeFileSync(join(folder, "PRD.md"), "# Bench\n\n## Phase 1: Print\n\n- [ ] Print much {#print}\n");
  writeFileSync(join(folder, "canary.yaml"), "apiVersion: canary.dev/v1\n");
  const print = `yes a line of the length that lines of tools have | head -c ${PRINTED_BYTES}`;
  writeFileSync(
    join(folder, "playbooks/print.yaml"),
    `apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n  print:\n    run:\n      - command: { argv: [sh, -c, "${print}"] }\n`,
  );
  timeCanary(["parse", "PRD.md"], { canary, env, folder });
  const child = spawn(process.execPath, [canary, "run", "all", "--yes"], {
    cwd: folder,
    env,
    stdio: "ignore",
  });
  let peak = Number.NaN;
  const timer = setInterval(() => {
    peak = peakOf(child.pid) ?? peak;
  }, 50);
  const status = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(timer);
  rmSync(join(folder, ".canary"), { recursive: true });
  if (status !== 0) throw new Error(`the run that prints ended with ${status}`);
  return peak;
}

/** VmHWM of proc_pid_status(5), in megabytes. */
function peakOf(pid) {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
  } catch {
    return undefined;
  }
}

/** Prints the rows of this part; `row` judges each figure. */
export async function benchRun({ workspace, env, canary, row, memoryRow, median }) {
  const folder = join(workspace, "noop");
  mkdirSync(folder);
  writeProject(folder);
  const options = { canary, folder, env };
  timeCanary(["parse", "PRD.md"], options);
  const loops = [];
  const runs = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    loops.push(await timeSpawnLoop());
    timeCanary(["parse", "PRD.md"], options);
    runs.push(timeCanary(["run", "phase", "1", "--jobs", String(JOBS), "--yes"], options));
  }
  row("spawn loop, 1 000 × /bin/true, 2 at a time", median(loops), 1);
  row("run of 1 000 no-op steps, --jobs 2", median(runs), median(runs) / median(loops), 4);
  memoryRow(
    "memory of a run that prints 1 GB",
    await measurePrinting(options, join(workspace, "print")),
    150,
  );
  benchCluster({ ...options, env: { ...env, HOME: process.env.HOME ?? "/" } }, { row, median });
}

export function canCarryCluster({ canary, env }) {
  const { status } = spawnSync(process.execPath, [canary, "doctor", "--provider", "local"], {
    env,
    stdio: "ignore",
  });
  return status === 0;
}

/** Built → Ready, where this machine can carry a cluster that is built already. */
function benchCluster(options, { row, median }) {
  if (!canCarryCluster(options)) {
    process.stdout.write("cluster: not measured, this machine cannot carry one\n");
    return;
  }
  const name = ["--provider", "local", "--name", "canary-bench"];
  timeCanary(["cluster", "build"], options);
  const times = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      times.push(timeCanary(["cluster", "up", ...name], options));
      timeCanary(["cluster", "down", ...name], options);
    }
  } finally {
    timeCanary(["cluster", "down", ...name], options);
  }
  row("cluster, built → ready (API, node, DNS)", median(times));
}
