import { describe, expect, it } from "vitest";
import * as schemas from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import { canary, idsOf, json, parseBeforeEach, workspace } from "./support/task-project.ts";

parseBeforeEach();

describe("canary tasks list", () => {
  it.each([
    [["--tag", "#k8s"], ["infra-cluster"]],
    [["--owner", "ANN"], ["infra-tools"]],
    [["--search", "guide WRITE"], ["bg-guide"]],
    [
      ["--sort", "id", "--reverse", "--limit", "2"],
      ["T012", "infra-tools"],
    ],
    [
      ["--sort", "title", "--phase", "2"],
      ["bg-rollout", "bg-guide"],
    ],
    [
      ["--changed-since", "1h", "--phase", "2"],
      ["bg-rollout", "bg-guide"],
    ],
    [["--changed-since", "2999-01-01"], []],
  ])("%j gives %j", async (options, ids) => {
    expect(await idsOf(...options)).toEqual(ids);
  });

  it("numbers the tasks as they can be named", async () => {
    expect((await json("tasks", "list")).tasks.map(({ number }: { number: string }) => number)).toEqual([
      "1.1",
      "1.2",
      "1.3",
      "2.1",
      "2.2",
    ]);
    expect((await json("tasks", "show", "2.2")).task).toMatchObject({ id: "bg-guide", number: "2.2" });
  });

  it("says how many there are when it shows fewer", async () => {
    expect((await canary("tasks", "list", "--limit", "2")).stdout).toContain("2 of 5 tasks");
    expect((await json("tasks", "list", "--limit", "2")).total).toBe(5);
  });

  it("names owners once there are some: who was noted, who claimed it, whom the document names", async () => {
    const table = async (...more: string[]): Promise<string> =>
      (await canary("tasks", "list", ...more)).stdout.split("\n\n")[0] ?? "";
    const before = await table();
    expect(before).toMatch(/OWNER[^]*infra-tools .* ann /);
    await canary("tasks", "update", "infra-tools", "--owner", "bea");
    expect(await table()).toMatch(/infra-tools .* bea /);
    // Asked for in this way the list is made from whole tasks, and says the same.
    expect(await table("--limit", "100")).toBe(await table());
  });

  it.each([20, 40, 60, 75])("fits its table into %i columns", async (columns) => {
    const { stdout } = await runCanary(workspace, ["tasks", "list"], { env: { COLUMNS: String(columns) } });
    const table = stdout.split("\n\n")[0] ?? "";
    expect(Math.max(...table.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it.each([
    [["--sort", "size"], "priority"],
    [["--limit", "0"], "from 1 on"],
    [["--changed-since", "yesterday"], "how long ago"],
    [["--watch", "-o", "json"], "jsonl"],
    [["--document", "plan"], "The documents are: prd"],
  ])("%j is refused with what to do", async (options, hint) => {
    const run = await canary("tasks", "list", ...options);
    expect(run.stderr).toContain(hint);
    expect(run.exitCode).toBe(2);
  });

  it("--watch prints a list at each change until it is interrupted", async () => {
    let seen = "";
    const run = await runCanary(workspace, ["tasks", "list", "--watch", "-o", "jsonl"], {
      onStart: (child) => {
        child.stdout?.on("data", (chunk: Buffer) => {
          const before = seen.split("\n").length;
          seen += chunk.toString();
          const lines = seen.split("\n").length;
          if (before === 1 && lines === 2) void canary("tasks", "start", "bg-guide");
          if (before === 2 && lines === 3) child.kill("SIGINT");
        });
      },
    });
    const [first, second] = run.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect([first.tasks[4].status, second.tasks[4].status]).toEqual(["pending", "in_progress"]);
    expect(run.exitCode).toBe(130);
  });
});

describe("canary tasks why, graph and waves", () => {
  it("why names what is in the way, to the root", async () => {
    const { reports } = schemas.blockerReportSchema.parse(await json("tasks", "why", "2.1"));
    expect(reports[0]?.blockers.map(({ task, isRoot }) => [task.id, isRoot])).toEqual([
      ["infra-tools", false],
      ["infra-cluster", true],
    ]);
    const { stdout } = await canary("tasks", "why", "bg-rollout", "bg-guide");
    expect(stdout).toContain("begin with infra-cluster");
    expect(stdout).toContain("could start now");
  });

  it("graph draws text, Mermaid, DOT and JSON with the critical path", async () => {
    expect((await canary("tasks", "graph")).stdout).toContain(
      "critical path: infra-cluster -> infra-tools -> bg-rollout",
    );
    expect((await canary("tasks", "graph", "-o", "mermaid")).stdout).toMatch(/^flowchart LR\n/);
    expect((await canary("tasks", "graph", "-o", "dot")).stdout).toMatch(/^digraph tasks \{\n/);
    const graph = schemas.taskGraphSchema.parse(await json("tasks", "graph"));
    expect(graph.criticalPath).toEqual(["infra-cluster", "infra-tools", "bg-rollout"]);
    expect((await json("tasks", "graph", "--phase=2")).edges).toEqual([]);
  });

  it("waves puts side by side what can be done at once", async () => {
    const { waves } = schemas.wavePlanSchema.parse(await json("tasks", "waves"));
    expect(waves.map((wave) => wave.map(({ id }) => id))).toEqual([
      ["infra-cluster", "T012", "bg-guide"],
      ["infra-tools"],
      ["bg-rollout"],
    ]);
    expect((await canary("tasks", "waves")).stdout).toContain("Wave 3 (1 task)");
  });
});

describe("canary tasks report and export", () => {
  it("reports counts, throughput, durations and an estimate with its basis", async () => {
    await canary("tasks", "start", "infra-cluster");
    await canary("tasks", "complete", "infra-cluster");
    const report = schemas.reportSchema.parse(await json("tasks", "report"));
    expect(report.phases[0]).toMatchObject({
      tasks: { done: 1, total: 3 },
      measures: { completedPerDay: 1 },
    });
    expect(report.measures.estimate?.basis).toContain("median of 1 measured task; 4 remain");
    const { stdout } = await canary("tasks", "report");
    for (const text of ["20 % done: 1 of 5 tasks", "Throughput: 1 completed a day", "Duration:", "Estimate:"])
      expect(stdout).toContain(text);
    expect((await canary("tasks", "report", "-o", "markdown")).stdout).toContain("| 1 Infra | `██████░");
  });

  it("exports JSON, YAML, and CSV with what must be quoted", async () => {
    const { tasks } = schemas.taskExportSchema.parse(JSON.parse((await canary("tasks", "export")).stdout));
    expect(tasks.map(({ kind }) => kind)).toContain("criterion");
    expect((await canary("tasks", "export", "-o", "yaml")).stdout).toContain("kind: TaskExport");
    await canary("tasks", "start", "bg-guide", "--message", 'say "hello", twice');
    const { stdout } = await canary("tasks", "export", "-o", "csv", "--status=in_progress");
    expect(stdout.split("\r\n")).toHaveLength(3);
    expect(stdout).toContain('"say ""hello"", twice"');
  });

  it("exports Markdown that parses to the same tasks", async () => {
    workspace.write("PRD.md", RICH_PRD);
    await canary("parse", "PRD.md");
    await canary("tasks", "complete", "outside", "infra-cluster");
    await canary("tasks", "skip", "T012");
    await canary("tasks", "fail", "bg-guide");
    expect(await parsedAgain()).toEqual(essence(await json("tasks", "list", "--kind", "all")));
  });

  it("exports one document of several as Markdown, with its own ids", async () => {
    workspace.write(
      "b.md",
      "# B\n\n## Phase 1: Infra\n\n- [ ] One {#infra-cluster}\n- [ ] Two {#infra-tools} (depends on infra-cluster)\n",
    );
    await canary("parse", "b.md");
    const { stdout } = await canary("tasks", "export", "-o", "markdown", "--document", "b");
    expect(stdout).toBe(workspace.read("b.md"));
    expect((await canary("tasks", "export", "-o", "markdown", "--phase", "b:infra")).stdout).toBe(stdout);
    expect((await canary("tasks", "export", "-o", "markdown")).stdout).not.toContain("# B");
    const refused = await canary("tasks", "export", "-o", "markdown", "--document", "all");
    expect(refused.stderr).toContain("--document prd, --document b");
    expect(refused.exitCode).toBe(2);
  });
});

const RICH_PRD = `# Plan

- [ ] Ask around {#outside} !critical @ann [season:: late spring] [due:: 2026-09-01] ➕ 2026-01-02 🔁 every week 🏁 delete ^ask
  - by telephone
    and by letter
  - at home

  A paragraph.

  \`\`\`sh
  echo one

  echo two
  \`\`\`

## Definition of done

- [ ] All agree

## Phase 1: Infra (Priority: Critical) {#first}

- [ ] [P] Make the cluster {#infra-cluster} !low #k8s #cloud/one
- [ ] Install the tools {#infra-tools} (depends on infra-cluster) [owner:: Ann Smith] [estimate:: ~2h]
- [ ] T012 Buy the cable
  1. at the shop

## Phase 2: Blue-green

- [ ] Write the guide {#bg-guide}

### Acceptance criteria

- [ ] The switch takes less than 5 s !high
`;

/** What a document says of tasks, without where. */
function essence({ tasks }: { readonly tasks: readonly Record<string, unknown>[] }): unknown {
  const fields = [
    "id",
    "title",
    "kind",
    "status",
    "priority",
    "phase",
    "dependencies",
    "details",
    "attributes",
  ];
  return tasks.map((task) => fields.map((field) => [field, task[field]]));
}

/** The tasks of a project that parsed the exported Markdown. */
async function parsedAgain(): Promise<unknown> {
  const copy = createWorkspace();
  copy.write("PRD.md", (await canary("tasks", "export", "-o", "markdown")).stdout);
  copy.write("canary.yaml", 'apiVersion: canary.dev/v1\ncheckboxMarks:\n  "!": failed\n');
  expect((await runCanary(copy, ["parse", "PRD.md"])).stderr).toBe("");
  const { stdout } = await runCanary(copy, ["tasks", "list", "--kind", "all", "-o", "json"]);
  copy.remove();
  return essence(JSON.parse(stdout));
}

describe("a damaged record", () => {
  it("is said once by every verb that reads", async () => {
    const tasks = workspace.read(".canary/tasks.json");
    workspace.write(".canary/tasks.json", tasks.replace('{"id":"T012"', '{"id":"T012"!'));
    const verbs = "list|list -o json|next|report|show bg-guide|history|export|graph|waves|why bg-guide";
    const said = verbs.split("|").map(async (verb) => {
      const { stderr, exitCode } = await canary("tasks", ...verb.split(" "));
      expect(stderr).toMatch(
        /^note: \S+tasks\.json:\d+ is left out: the record is not valid JSON\nnote: `canary doctor --fix`.*\n$/,
      );
      expect(exitCode).toBe(0);
    });
    await Promise.all(said);
  });
});

describe("options of every command", () => {
  it.each([
    [["tasks", "-o", "json", "list"]],
    [["tasks", "-ojson", "list"]],
    [["-ojson", "tasks", "--no-color", "list"]],
    [["tasks", "--output=json", "list"]],
  ])("%j may stand before the verb", async (argv) => {
    expect(JSON.parse((await canary(...argv)).stdout)).toMatchObject({ kind: "TaskList", total: 5 });
  });
});
