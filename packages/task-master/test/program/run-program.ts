import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PrdTask, TaskStatus } from "@canary/core";
import { executePlan, parsePlaybook, planRun, resumeRun } from "../../src/index.ts";
import type { InterruptSignal, RunDeps } from "../../src/index.ts";

/** A canary of one folder: `tasks.json` and `playbook.yaml` in, `ledger` out; its argument is a run to resume. */
const [, , directory = "", resumed = ""] = process.argv;
const tasks = JSON.parse(readFileSync(join(directory, "tasks.json"), "utf8")) as PrdTask[];
const { playbook } = parsePlaybook(readFileSync(join(directory, "playbook.yaml"), "utf8"), "playbook.yaml");
const ledger = join(directory, "ledger");

function current(): PrdTask[] {
  const lines = existsSync(ledger) ? readFileSync(ledger, "utf8").trim().split("\n") : [];
  const statuses = new Map(lines.map((line) => line.split(" ") as [string, TaskStatus]));
  return tasks.map((task) => ({ ...task, status: statuses.get(task.id) ?? task.status }));
}

const deps: RunDeps = {
  ledger: {
    load: async () => current(),
    transition: async (transitions) =>
      appendFileSync(ledger, transitions.map(({ id, status }) => `${id} ${status}\n`).join("")),
  },
  clock: Date,
  runsDirectory: join(directory, ".canary/runs"),
  environment: { PATH: process.env.PATH ?? "" },
  toolDirectories: [join(directory, "bin")],
  kubeconfig: null,
  secrets: { token: "hush-hush-hush" },
  onEvent: () => undefined,
  interruption: {
    subscribe: (listener) => {
      const signals: InterruptSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];
      const listeners = signals.map((signal) => ({ signal, listen: () => listener(signal) }));
      for (const { signal, listen } of listeners) process.on(signal, listen);
      return () => {
        for (const { signal, listen } of listeners) process.off(signal, listen);
      };
    },
  },
};

const context = {
  projectDirectory: directory,
  stateDirectory: join(directory, ".canary"),
  canaryProgram: "/canary",
  environment: { name: "local", values: {} },
  secrets: ["token"],
};
const run =
  resumed === ""
    ? await executePlan(planRun(current(), playbook === null ? [] : [playbook], context), deps)
    : await resumeRun(resumed, deps);
process.stdout.write(JSON.stringify(run));
process.exitCode = run.exitCode;
