import { randomInt } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { runResultSchema } from "@canary/core/schemas";
import { findTerraform, LINES, TerraformProject, wholeEventsIn } from "./support/terraform-project.ts";
import type { RunEvent } from "./support/terraform-project.ts";

/** How often canary is killed, each time at a random point of a run. */
const KILLS = Number(process.env.CANARY_TEST_KILLS ?? 4);
/** How many runs go on at once, each in a project of its own. */
const LANES = 2;
const RUN_ALL = ["run", "all", "-o", "jsonl"] as const;

const terraform = findTerraform();
const projects: TerraformProject[] = [];
afterEach(() => {
  for (const { workspace } of projects.splice(0)) workspace.remove();
});

/** Milliseconds from the first event of a run to its end. */
async function measureRun(project: TerraformProject): Promise<number> {
  let began = 0;
  const { exitCode } = await project.canary(RUN_ALL, (child) =>
    child.stdout?.once("data", () => (began = performance.now())),
  );
  expect(exitCode).toBe(0);
  return performance.now() - began;
}

/** The events that canary had printed when it was killed, or null when it was done before. */
async function runAndKill(project: TerraformProject, withinMs: number): Promise<readonly RunEvent[] | null> {
  const { signal, stdout } = await project.canary(RUN_ALL, (child) => {
    const kill = (): boolean => child.kill("SIGKILL");
    child.stdout?.once("data", () => setTimeout(kill, randomInt(Math.ceil(withinMs))));
  });
  return signal === null ? null : wholeEventsIn(stdout);
}

/** What a step printed, as the events of the output tell it. */
function printedBy(task: string, events: readonly RunEvent[]): string {
  const texts = events.flatMap((event) =>
    event.type === "step_output" && event.task === task ? [event.text] : [],
  );
  return texts.join("");
}

/** A log without the lines that are canary's own. */
function printedIn(log: string): string {
  return log.replaceAll(/^(?:\$ .*|# exit code \d+)\n/gm, "");
}

/** All that `talk` says for a task, in the order of the alphabet. */
function wordsOf(task: string): string {
  const numbers = Array.from({ length: LINES }, (_, index) => index + 1);
  return numbers
    .flatMap((number) => [`${task} says ${number}`, `${task} warns ${number}`])
    .toSorted()
    .join("\n");
}

/** What the dead canary owes: it told of it, and neither journal nor log has it. */
function lossesOf(project: TerraformProject, printed: readonly RunEvent[]): readonly string[] {
  const journal = project.journal();
  const told = printed.filter(({ type }) => type !== "step_output").map((event) => JSON.stringify(event));
  const written = new Set(journal.map((event) => JSON.stringify(event)));
  const passed = passedIn(journal);
  return [
    ...told.filter((event) => !written.has(event)).map((event) => `not in the journal: ${event}`),
    ...["print", "ground", "build"].flatMap((task) => {
      const log = printedIn(project.log(`${task}.run-1.1`));
      const isTalk = task !== "ground" && passed.includes(task);
      const isCut = isTalk && log.trim().split("\n").toSorted().join("\n") !== wordsOf(task);
      return log.startsWith(printedBy(task, printed)) && !isCut ? [] : [`the log of ${task} is cut:\n${log}`];
    }),
  ];
}

function passedIn(journal: readonly RunEvent[]): readonly string[] {
  return journal.flatMap((event) =>
    event.type === "step_finished" && event.outcome === "passed" ? [event.task] : [],
  );
}

/** What a run left when it was resumed and is done. */
async function resume(project: TerraformProject): Promise<object> {
  const { exitCode, stdout } = await project.canary(["run", "--resume", "-o", "json"]);
  const logs = project.logs();
  const printed = logs.map((name) => project.log(name.replace(/\.log$/, ""))).join("");
  return {
    exitCode,
    success: successOf(stdout),
    processes: project.processes(),
    otherFiles: logs.filter((name) => !name.endsWith(".log")),
    diggings: printed.match(/digs \d$/gm)?.length,
    applies: printed.match(/^Apply complete!/gm)?.length,
    state: project.state(),
    plan: project.plan(),
  };
}

/** Of the run's result; an error is told as it is. */
function successOf(stdout: string): boolean | string {
  const result = runResultSchema.safeParse(JSON.parse(stdout));
  return result.success ? result.data.success : stdout;
}

/** Terraform applied once, its log holds each line once, and its state is what it was to be. */
const RESUMED = {
  exitCode: 0,
  success: true,
  processes: [],
  otherFiles: [],
  diggings: 8,
  applies: 1,
  state: expect.objectContaining({ outputs: { made: { value: 2, type: "number" } } }),
  plan: expect.stringContaining("No changes."),
};

/** Whether work may not be done twice: its step had passed, or terraform knows of it. */
function isDone(work: string, passed: readonly string[]): boolean {
  return work.startsWith("ground ") || passed.includes(work);
}

/** Kills canary, looks at what is there, and resumes, again and again. */
async function killOften(project: TerraformProject, { kills, runMs }: { kills: number; runMs: number }) {
  let withinMs = runMs;
  for (let killed = 0; killed < kills;) {
    project.reset();
    const printed = await runAndKill(project, withinMs);
    expect(lossesOf(project, printed ?? [])).toEqual([]);
    // The end of the run can be written, and canary be killed as it goes.
    if (printed === null || project.journal().some(({ type }) => type === "run_finished")) {
      withinMs *= 0.9;
      continue;
    }
    const passed = passedIn(project.journal());
    expect(await resume(project)).toEqual(RESUMED);
    const work = project.work();
    expect([...new Set(work)]).toEqual(["build", "ground 0", "ground 1", "print"]);
    expect(work.filter((each, at) => work.indexOf(each) !== at && isDone(each, passed))).toEqual([]);
    killed += 1;
  }
}

test.skipIf(terraform === undefined)(
  `${KILLS} times killed beside the real terraform, a run loses nothing and is resumed to its end`,
  { timeout: 120_000 + KILLS * 20_000 },
  async () => {
    const first = new TerraformProject(terraform ?? "");
    projects.push(first);
    await first.prepare();
    while (projects.length < LANES) projects.push(new TerraformProject(terraform ?? "", first.workspace));
    const runMs = await measureRun(first);
    const kills = Math.ceil(KILLS / LANES);
    await Promise.all(projects.map((project) => killOften(project, { kills, runMs })));
    expect(projects).toHaveLength(LANES);
  },
);
