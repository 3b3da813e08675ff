// What the task store costs when it is large or busy: 10 000 tasks, 32 processes at once, a graph of 100 000 tasks; and
// the same list in other task managers where they are on PATH.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MANY = 10_000;
const HUGE = 100_000;
const PROCESSES = 32;
const UPDATES = 32;
const ROUNDS = 11;
const AT = "2026-01-01T00:00:00.000Z";
const EVENT = "01K00000000000000000000000";

/** A store of `count` tasks in ten phases, in the layout that canary writes; `dependenciesOf` gives indexes. */
function writeStore(folder, count, dependenciesOf) {
  const phases = Array.from({ length: 10 }, (_, index) => ({
    id: `part-${index + 1}`,
    number: index + 1,
    title: `Part ${index + 1}`,
    priority: "high",
    source: { file: "PRD.md", line: 1, column: 1, offset: 0 },
  }));
  const metadata = {
    title: "Bench",
    project: null,
    document: null,
    version: null,
    date: null,
    status: null,
    owners: [],
  };
  const statistics = {
    checkboxes: { total: count, completed: 0 },
    phases: 10,
    tasks: count,
    criteria: 0,
    fragments: 0,
  };
  const document = {
    id: "prd",
    file: "PRD.md",
    metadata,
    phases,
    requirements: [],
    statistics,
    event: EVENT,
  };
  const records = Array.from({ length: count }, (_, index) => {
    const dependencies = dependenciesOf?.(index).map((other) => `t${other}`) ?? [];
    return JSON.stringify({
      id: `t${index}`,
      document: "prd",
      status: "pending",
      updatedAt: AT,
      title: `Do piece ${index} with some words as people write them`,
      kind: "task",
      phase: `part-${(index % 10) + 1}`,
      section: ["Bench"],
      priority: "high",
      ...(dependencies.length === 0 ? {} : { dependencies }),
      box: "pending",
      source: { line: index + 1, column: 1, offset: 80 * index },
      event: EVENT,
    });
  });
  mkdirSync(join(folder, ".canary"), { recursive: true });
  writeFileSync(
    join(folder, ".canary/tasks.json"),
    `{\n"schemaVersion": 1,\n"defaultDocument": "prd",\n"documents": [\n${JSON.stringify(document)}\n],\n"tasks": [\n${records.join(",\n\n")}\n]\n}\n`,
  );
}

function time(program, argv, options) {
  const started = performance.now();
  const { status, stderr, error } = spawnSync(program, argv, {
    ...options,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr.slice(-2000)}`);
  return performance.now() - started;
}

/** Interleaved rounds of node alone and each case; medians. */
function compare(cases, { cwd, env, median }) {
  const empty = join(cwd, "empty.cjs");
  writeFileSync(empty, "");
  const samples = [[], ...cases.map(() => [])];
  for (let round = 0; round < ROUNDS; round += 1) {
    samples[0].push(time(process.execPath, [empty], { cwd, env }));
    for (const [index, { argv }] of cases.entries())
      samples[index + 1].push(time(process.execPath, argv(round), { cwd, env }));
  }
  return samples.map((each) => median(each));
}

function benchMany({ folder, env, canary, row, median }) {
  writeStore(folder, MANY);
  const cases = [
    { name: "tasks list, 10 000 tasks", limit: 3, argv: () => [canary, "tasks", "list"] },
    {
      name: "tasks update at 10 000 tasks",
      limit: 2.5,
      argv: (round) => [canary, "tasks", round % 2 === 0 ? "start" : "reset", "t5000"],
    },
  ];
  const [floor, ...figures] = compare(cases, { cwd: folder, env, median });
  for (const [index, { name, limit }] of cases.entries())
    row(name, figures[index], figures[index] / floor, limit);
}

/** One writer making all changes, against as many processes sharing them, on different tasks. */
async function benchWriters({ folder, env, row, median, root }) {
  writeStore(folder, 1000);
  const library = JSON.stringify(join(root, "packages/task-manager/dist/index.js"));
  const worker = join(folder, "worker.mjs");
  writeFileSync(
    worker,
    `import { openTaskStore } from ${library};
const [id, count] = process.argv.slice(2);
const store = openTaskStore({ directory: ${JSON.stringify(join(folder, ".canary"))}, clock: { now: Date.now }, actor: "bench", lockTimeoutMs: 120_000 });
for (let turn = 0; turn < Number(count); turn += 1) store.transition(id, { status: "in_progress", message: String(turn) });
`,
  );
  const run = (id, count) =>
    new Promise((resolve, reject) => {
      spawn(process.execPath, [worker, id, String(count)], { cwd: folder, env, stdio: "inherit" })
        .on("error", reject)
        .on("close", (code) => (code === 0 ? resolve() : reject(new Error(`a writer ended with ${code}`))));
    });
  const timed = async (work) => {
    const started = performance.now();
    await work();
    return performance.now() - started;
  };
  const alone = [];
  const together = [];
  for (let round = 0; round < 3; round += 1) {
    alone.push(await timed(() => run("t0", PROCESSES * UPDATES)));
    together.push(
      await timed(() =>
        Promise.all(Array.from({ length: PROCESSES }, (_, index) => run(`t${index}`, UPDATES))),
      ),
    );
  }
  row("1 024 updates by one writer", median(alone), 1);
  row("1 024 updates by 32 processes", median(together), median(together) / median(alone), 3);
}

function benchGraph({ folder, env, canary, row }) {
  writeStore(folder, HUGE, (index) => [1, 7, 100].map((step) => index - step).filter((other) => other >= 0));
  for (const argv of [["next"], ["why", "t99999"], ["waves"]]) {
    const elapsed = time(process.execPath, [canary, "tasks", ...argv], { cwd: folder, env });
    row(`tasks ${argv[0]}, 100 000 tasks, 300 000 links`, elapsed, elapsed / 1000, 2, "s");
  }
}

const PEERS = [
  {
    program: "backlog",
    argv: ["task", "list", "--plain"],
    write: (folder, count) => {
      mkdirSync(join(folder, "backlog/tasks"), { recursive: true });
      writeFileSync(
        join(folder, "backlog/config.yml"),
        'project_name: "bench"\nstatuses: ["To Do", "In Progress", "Done"]\ndefault_status: "To Do"\n',
      );
      for (let index = 1; index <= count; index += 1)
        writeFileSync(
          join(folder, `backlog/tasks/task-${index} - Do-piece-${index}.md`),
          `---\nid: task-${index}\ntitle: Do piece ${index}\nstatus: To Do\nassignee: []\ncreated_date: '2026-01-01'\nlabels: []\ndependencies: []\n---\n\n## Description\n\nDo it.\n`,
        );
    },
  },
  {
    program: "task-master",
    argv: ["list"],
    write: (folder, count) => {
      mkdirSync(join(folder, ".taskmaster/tasks"), { recursive: true });
      const tasks = Array.from({ length: count }, (_, index) => ({
        id: index + 1,
        title: `Do piece ${index + 1}`,
        description: "Do it.",
        details: "",
        testStrategy: "",
        status: "pending",
        priority: "medium",
        dependencies: [],
        subtasks: [],
      }));
      const metadata = { created: AT, updated: AT, description: "bench" };
      writeFileSync(
        join(folder, ".taskmaster/tasks/tasks.json"),
        JSON.stringify({ master: { tasks, metadata } }),
      );
    },
  },
];

/** Lists of 1 000 tasks by other programs, as a ratio to ours; nothing is promised about them. */
function benchPeers({ folder, env, canary, row, median }) {
  writeStore(folder, 1000);
  const own = median(
    Array.from({ length: ROUNDS }, () =>
      time(process.execPath, [canary, "tasks", "list"], { cwd: folder, env }),
    ),
  );
  for (const { program, argv, write } of PEERS) {
    const { status } = spawnSync(program, ["--version"], { env, stdio: "ignore" });
    if (status !== 0) continue;
    write(folder, 1000);
    const theirs = median(Array.from({ length: 3 }, () => time(program, argv, { cwd: folder, env })));
    row(`${program} ${argv.join(" ")}, 1 000 tasks`, theirs, theirs / own);
  }
}

/** Prints the rows of this part; `row` judges each figure. */
export async function benchTasks({ workspace, env, canary, row, median, root }) {
  const parts = [benchMany, benchWriters, benchGraph, benchPeers];
  for (const part of parts) {
    const folder = join(workspace, part.name);
    mkdirSync(folder);
    await part({ folder, env, canary, row, median, root });
    rmSync(folder, { recursive: true, force: true });
  }
}
