// Figures as ratios to node itself, all in one run: commands are interleaved, medians compared. The limits are the
// project's promises; the exit code says whether they hold. NODE_EXTRA_CA_CERTS is unset for the children, because on
// Node 20 reading it costs each start more than canary does.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { benchKills } from "./bench-kills.mjs";
import { benchParse, benchRandomDocuments } from "./bench-parse.mjs";
import { benchPlatform } from "./bench-platform.mjs";
import { benchRun } from "./bench-run.mjs";
import { benchTasks } from "./bench-tasks.mjs";

const root = join(import.meta.dirname, "..");
const canary = join(root, "bin/canary");
const workspace = mkdtempSync(join(tmpdir(), "canary-bench-"));
const env = { ...process.env, NO_COLOR: "1", HOME: workspace };
delete env.NODE_EXTRA_CA_CERTS;

/** `pnpm bench start run`: only these parts; without words all of them. What starts cost is always measured. */
const wanted = process.argv.slice(2).filter((word) => word !== "--");
const wants = (part) => wanted.length === 0 || wanted.includes(part);
const ROUNDS = Number(process.env.CANARY_BENCH_ROUNDS ?? 15);
const empty = join(workspace, "empty.cjs");
writeFileSync(empty, "");

/** A PRD of `count` tasks in ten phases. */
function prdOf(count) {
  const lines = ["# Bench", ""];
  for (let phase = 1; phase <= 10; phase += 1) {
    lines.push(`## Phase ${phase}: Part ${phase} (Priority: High)`, "");
    for (let task = 1; task <= count / 10; task += 1) {
      lines.push(
        `- [ ] Do piece ${task} of part ${phase} with some words as people write them {#t${phase}-${task}}`,
      );
    }
    lines.push("");
  }
  return lines.join("\n");
}

function time(argv) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, argv, {
    cwd: workspace,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const elapsed = performance.now() - started;
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr.toString()}`);
  return elapsed;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

writeFileSync(join(workspace, "PRD.md"), prdOf(1000));
time([canary, "parse", "PRD.md"]);

/** Entries for the first hundred tasks: the rest is done by people, as in a document of that size. */
function playbookOf(count) {
  const entries = Array.from({ length: count }, (_, index) =>
    [
      `  t1-${index + 1}:`,
      `    resources: [cluster]`,
      `    check: [{ kubectl: { arguments: [get, namespace, n${index}] } }]`,
      `    run: [{ kubectl: { arguments: [apply, -f, "k8s/${index}.yaml"] } }]`,
      `    verify: [{ kubectl: { arguments: [get, namespace, n${index}] } }]`,
    ].join("\n"),
  );
  return `apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n${entries.join("\n")}\n`;
}

const large = join(workspace, "large");
mkdirSync(join(large, "playbooks"), { recursive: true });
writeFileSync(join(large, "PRD.md"), prdOf(10_000));
writeFileSync(join(large, "canary.yaml"), "apiVersion: canary.dev/v1\n");
writeFileSync(join(large, "playbooks/first.yaml"), playbookOf(100));
time([canary, "parse", "PRD.md", "--cwd", large]);

let flip = false;
const cases = [
  { name: "--version", argv: () => [canary, "--version"], limit: 1.6 },
  { name: "tasks list, 1 000 tasks", argv: () => [canary, "tasks", "list"], limit: 2 },
  {
    name: "tasks update at 1 000 tasks",
    argv: () => {
      flip = !flip;
      return [canary, "tasks", "update", "t1-1", `--status=${flip ? "in_progress" : "pending"}`];
    },
    limit: 2,
  },
  // The promise is a second; node itself takes 31 ms to start where that was measured.
  {
    name: "plan of 10 000 tasks, 100 with an entry",
    argv: () => [canary, "plan", "all", "--cwd", large],
    limit: 32,
  },
];

const samples = new Map([["node", []], ...cases.map(({ name }) => [name, []])]);
for (let round = 0; round < ROUNDS; round += 1) {
  samples.get("node").push(time([empty]));
  for (const each of cases) samples.get(each.name).push(time(each.argv()));
}
const floor = median(samples.get("node"));
let failures = 0;
const row = (name, milliseconds, ratio, limit, unit = "×") => {
  const holds = limit === undefined || ratio <= limit;
  if (!holds) failures += 1;
  process.stdout.write(
    `${name.padEnd(44)} ${milliseconds.toFixed(1).padStart(9)} ms  ${ratio === undefined ? "" : `${ratio.toFixed(2)} ${unit}`.padStart(8)}${limit === undefined ? "" : `  ≤ ${limit} ${unit}  ${holds ? "holds" : "MISSED"}`}\n`,
  );
};
const memoryRow = (name, megabytes, limit) => {
  const holds = !(megabytes > limit);
  if (!holds) failures += 1;
  process.stdout.write(
    `${name.padEnd(44)} ${megabytes.toFixed(1).padStart(9)} MB            ≤ ${limit} MB  ${holds ? "holds" : "MISSED"}\n`,
  );
};
const secondsRow = (name, milliseconds, limit) => {
  const holds = milliseconds <= limit * 1000;
  if (!holds) failures += 1;
  process.stdout.write(
    `${name.padEnd(44)} ${(milliseconds / 1000).toFixed(1).padStart(9)} s             ≤ ${limit} s  ${holds ? "holds" : "MISSED"}\n`,
  );
};
row("node, an empty file", floor, 1);
for (const { name, limit } of cases)
  row(name, median(samples.get(name)), median(samples.get(name)) / floor, limit);

const kit = { workspace, env, canary, root, empty, rounds: ROUNDS, time, row, memoryRow, secondsRow, median };
if (wants("tasks")) await benchTasks(kit);
if (wants("run")) await benchRun(kit);
if (wants("parse")) benchParse(kit);
if (wants("random")) benchRandomDocuments(kit);
// These take many minutes, so only where they are named.
if (wanted.includes("kills")) benchKills(kit);
if (wanted.includes("platform")) benchPlatform(kit);

rmSync(workspace, { recursive: true, force: true });
process.exitCode = failures === 0 ? 0 : 1;
