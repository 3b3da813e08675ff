import { dirname } from "node:path";
import type { PrdTask, TaskStatus } from "@canary/core";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { executePlan, parsePlaybook, planRun } from "../src/index.ts";
import { runEventSchema } from "../src/schemas/index.ts";
import type {
  FinishedRun,
  InterruptSignal,
  Plan,
  PlanContext,
  Playbook,
  RunDeps,
  RunEvent,
  TaskTransition,
} from "../src/index.ts";

/** A task of a document; `after` are its dependencies. */
export function task(
  id: string,
  { after = [], ...more }: Partial<PrdTask> & { after?: string[] } = {},
): PrdTask {
  return {
    id,
    aliases: [],
    title: `Title of ${id}`,
    kind: "task",
    phase: "infra",
    section: [],
    priority: "medium",
    status: "pending",
    dependencies: after,
    details: [],
    source: { file: "PRD.md", line: 1, column: 1, offset: 0 },
    ...more,
  };
}

/** A playbook from the text below `tasks:`. */
export function playbook(entries: string, file = "playbooks/test.yaml"): Playbook {
  const text = `apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n${entries.replace(/^\n/, "")}`;
  const { playbook, diagnostics } = parsePlaybook(text, file);
  if (playbook === null)
    throw new Error(diagnostics.map((one) => `${one.line}:${one.column} ${one.message}`).join("\n"));
  return playbook;
}

export const CONTEXT: PlanContext = {
  projectDirectory: "/project",
  stateDirectory: "/project/.canary",
  canaryProgram: "/opt/canary/bin/canary",
  environment: { name: "local", values: { cluster: "demo" } },
};

/** A ledger in memory that remembers what was written to it. */
export class MemoryLedger {
  readonly transitions: TaskTransition[] = [];
  readonly #tasks: Map<string, PrdTask>;

  constructor(tasks: readonly PrdTask[]) {
    this.#tasks = new Map(tasks.map((one) => [one.id, one]));
  }

  load = async (): Promise<readonly PrdTask[]> => [...this.#tasks.values()];

  transition = async (transitions: readonly TaskTransition[]): Promise<void> => {
    for (const transition of transitions) {
      this.transitions.push(transition);
      const known = this.#tasks.get(transition.id);
      if (known !== undefined) this.#tasks.set(transition.id, { ...known, status: transition.status });
    }
  };

  statuses(): Record<string, TaskStatus> {
    return Object.fromEntries([...this.#tasks.values()].map(({ id, status }) => [id, status]));
  }
}

/** A folder, tasks and playbook entries, and how to run them with real processes. */
export class Stage {
  readonly workspace: Workspace = createWorkspace();
  readonly events: RunEvent[] = [];
  readonly ledger: MemoryLedger;
  readonly #listeners = new Set<(signal: InterruptSignal) => void>();
  readonly #entries: string;

  constructor(tasks: readonly PrdTask[], entries: string) {
    this.ledger = new MemoryLedger(tasks);
    this.#entries = entries;
  }

  async plan(context: Partial<PlanContext> = {}): Promise<Plan> {
    const { workspace } = this;
    return planRun(await this.ledger.load().then((tasks) => tasks as PrdTask[]), [playbook(this.#entries)], {
      ...CONTEXT,
      projectDirectory: workspace.directory,
      stateDirectory: workspace.path(".canary"),
      ...context,
    });
  }

  deps(changes: Partial<RunDeps> = {}): RunDeps {
    return {
      ledger: this.ledger,
      clock: Date,
      runsDirectory: this.workspace.path(".canary/runs"),
      environment: { PATH: `${this.workspace.path("bin")}:${dirname(process.execPath)}:/usr/bin:/bin` },
      toolDirectories: [],
      kubeconfig: null,
      onEvent: (event) => {
        runEventSchema.parse(event);
        this.events.push(event);
      },
      interruption: {
        subscribe: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
      },
      ...changes,
    };
  }

  async run(changes: Partial<RunDeps> = {}, context: Partial<PlanContext> = {}): Promise<FinishedRun> {
    return executePlan(await this.plan(context), this.deps(changes));
  }

  /** As the command line does at a signal. */
  interrupt(signal: InterruptSignal): void {
    for (const listener of this.#listeners) listener(signal);
  }

  /** The lines that tools appended to a file of the workspace. */
  lines(file: string): string[] {
    return this.workspace.has(file) ? this.workspace.read(file).trim().split("\n") : [];
  }

  remove(): void {
    this.workspace.remove();
  }
}

/** The outcomes of a run by task. */
export function outcomes(run: FinishedRun): Record<string, string> {
  return Object.fromEntries(run.results.map(({ task, outcome }) => [task, outcome]));
}

/** Waits for a condition, at most a minute. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 60_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error("the condition was not met within 60 s");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
