import type { PrdTask } from "@canary/core";
import { describe, expect, it } from "vitest";
import { parsePrdText } from "../src/index.ts";

function read(line: string): PrdTask | undefined {
  return parsePrdText(`${line}\n- [ ] other {#a}\n- [ ] other {#T002}\n`, { file: "x.md" }).document.tasks[0];
}

/** Titles of lines that look like metadata and are prose: the whole text stays. */
const PROSE = [
  "1.2 GB of memory are free",
  "1.5 ms is the limit",
  "2 CPU cores",
  "UTF-8 decoding works",
  "SHA-256 sums match",
  "T4 GPU nodes are ready",
  "Set the Service that depends on the database",
  "Back up (after midnight)",
  "Restart (needs root)",
  "Retire it (after 2025)",
  "Port it (requires python-3)",
  "Check (depends on the weather and the wind)",
  "Write to ops@example.com",
  "Compile the C#",
  "Close issue #12",
  "Read ~/notes",
  "Open http://example.com:8080",
  "Say hello:world",
  "Update deps: react",
  "Bump dependencies: React, Node.js",
  "Use a vector (std::vector)",
  "Read about it (see std:: and boost)",
  "Plan it [due:: tomorrow]",
  "Wait [dependsOn:: the weather report]",
  "Square x ^2",
  "Cross the line 🏁 at last",
  "Explain what comes after: nothing",
  "Weigh the pros (high)",
  "Move src/__init__.py",
  "Call `deploy(x)`",
  "Set pause: {duration: 2m}",
  "Use weights {10, 25}",
  "Show ✅ in the list",
  "Add 🔺 to the legend now",
  "Keep **bold** and _italics_ and [links](http://x)",
  "Test with a trailing colon:",
  "Phase out the old cluster",
  "Ask who is @ the door",
];

const IDS = [
  ["T001 Do it", "T001"],
  ["T001: Do it", "T001"],
  ["**T001**: Do it", "T001"],
  ["TASK_012 Do it", "TASK_012"],
  ["1.2 Do it", "1.2"],
  ["1.2.3 Do it", "1.2.3"],
  ["3. Do it", "3"],
  ["ABC-12 Do it", "ABC-12"],
  ["[ABC-12] Do it", "ABC-12"],
  ["Do it {#do-it}", "do-it"],
  ["Do it [id:: x1]", "x1"],
  ["Do it <!-- id: x -->", "x"],
  ["Do it 🆔 x", "x"],
  ["Do it id:x", "x"],
];

const PRIORITIES = [
  ["[P0] Do it", "critical"],
  ["Do it [P1]", "high"],
  ["Do it (P2)", "medium"],
  ["[LOW] Do it", "low"],
  ["[#A] Do it", "high"],
  ["Do it !high", "high"],
  ["Do it (priority: critical)", "critical"],
  ["Do it [priority:: low]", "low"],
  ["Do it priority:high", "high"],
  ["Do it 🔺", "critical"],
  ["Do it ⏫", "high"],
  ["Do it 🔼", "medium"],
  ["Do it 🔽", "low"],
  ["Do it ⏬️", "low"],
];

const DEPENDENCIES: readonly (readonly [string, readonly string[]])[] = [
  ["Do it (depends on a)", ["a"]],
  ["Do it (depends on a, T002)", ["a", "T002"]],
  ["Do it (depends on T002 and a)", ["T002", "a"]],
  ["Do it (after T002)", ["T002"]],
  ["Do it (blocked by a)", ["a"]],
  ["[depends on: a] Do it", ["a"]],
  ["Do it [deps: a]", ["a"]],
  ["Do it deps: a, T002", ["a", "T002"]],
  ["Do it deps:a,T002", ["a", "T002"]],
  ["Do it ⛔ a,T002", ["a", "T002"]],
  ["Do it [dependsOn:: a]", ["a"]],
  ["Do it (depends on none)", []],
  ["Do it (deps: -)", []],
];

const ATTRIBUTES: readonly (readonly [string, Readonly<Record<string, readonly string[]>>])[] = [
  ["[P] Do it", { parallel: ["true"] }],
  ["(P) Do it", { parallel: ["true"] }],
  ["[P] [US1] Do it", { parallel: ["true"], story: ["US1"] }],
  ["Do it @ada", { owner: ["ada"] }],
  ["Do it owner:ada", { owner: ["ada"] }],
  ["Do it #web #api", { tag: ["web", "api"] }],
  ["Do it ~2h", { estimate: ["2h"] }],
  ["Do it est:2h", { estimate: ["2h"] }],
  ["Do it 📅 2026-01-02", { due: ["2026-01-02"] }],
  ["Do it due:2026-01-02", { due: ["2026-01-02"] }],
  ["Do it [due:: 2026-01-02]", { due: ["2026-01-02"] }],
  [
    "Do it ➕ 2026-01-01 ⏳ 2026-01-02 ✅ 2026-01-03",
    { created: ["2026-01-01"], scheduled: ["2026-01-02"], done: ["2026-01-03"] },
  ],
  ["Do it 🔁 every 2 weeks", { recurrence: ["every 2 weeks"] }],
  ["Do it 📅 2026-01-03 🏁 delete", { due: ["2026-01-03"], oncompletion: ["delete"] }],
  ["Do it 📅 2026-01-03 ^blk-1", { due: ["2026-01-03"], block: ["blk-1"] }],
  ["Do it [due:: 2026-01-03] [completion:: 2026-01-04]", { due: ["2026-01-03"], done: ["2026-01-04"] }],
  [
    "Do it [due:: 2026-01-03] [created:: 2026-01-01]  (repeat:: every week) [cancelled:: 2026-01-05]",
    {
      due: ["2026-01-03"],
      created: ["2026-01-01"],
      recurrence: ["every week"],
      cancelled: ["2026-01-05"],
    },
  ],
  [
    "Do it @ada [foo:: bar baz] [onCompletion:: keep]",
    { owner: ["ada"], foo: ["bar baz"], oncompletion: ["keep"] },
  ],
  ["Do it [constructor:: a] [constructor:: b]", { constructor: ["a", "b"] }],
];

const MARKS: readonly (readonly [string, PrdTask["status"], string | undefined])[] = [
  ["[ ]", "pending", undefined],
  ["[x]", "completed", undefined],
  ["[X]", "completed", undefined],
  ["[/]", "in_progress", undefined],
  ["[-]", "skipped", "checkbox-ambiguous"],
  ["[~]", "skipped", undefined],
  ["[>]", "pending", undefined],
  ["[!]", "pending", undefined],
  ["[?]", "pending", undefined],
  ["[]", "pending", "checkbox-spelling"],
  ["[ x ]", "completed", "checkbox-spelling"],
  ["[\u00A0]", "pending", "checkbox-spelling"],
  ["[\t]", "pending", undefined],
  ["[✅]", "completed", undefined],
  ["[%]", "pending", "checkbox-unknown"],
  ["[o]", "pending", "checkbox-unknown"],
];

describe("one-line rules", () => {
  it.each(PROSE)("leaves the prose of %j alone", (title) => {
    const task = read(`- [ ] ${title}`);
    expect(task).toMatchObject({ title, priority: "medium", dependencies: [], aliases: [] });
    expect(task?.attributes).toBeUndefined();
  });

  it.each(IDS)("reads the id of %j", (text, id) => {
    expect(read(`- [ ] ${text}`)).toMatchObject({ id, title: "Do it" });
  });

  it.each(PRIORITIES)("reads the priority of %j", (text, priority) => {
    expect(read(`- [ ] ${text}`)).toMatchObject({ priority, title: "Do it" });
  });

  it.each(DEPENDENCIES)("reads the dependencies of %j", (text, dependencies) => {
    expect(read(`- [ ] ${text}`)).toMatchObject({ dependencies, title: "Do it" });
  });

  it.each(ATTRIBUTES)("reads the attributes of %j", (text, attributes) => {
    expect(read(`- [ ] ${text}`)).toMatchObject({ attributes, title: "Do it" });
  });

  it.each(MARKS)("reads the mark %j as %s", (mark, status, code) => {
    const { document } = parsePrdText(`- ${mark} Do it\n`, { file: "x.md" });
    expect(document.tasks).toMatchObject([{ status, title: "Do it" }]);
    expect(document.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(
      code === undefined ? [] : [code],
    );
  });

  it.each(["-", "*", "+", "1.", "7)"])("reads a box after the list marker %s", (marker) => {
    expect(read(`${marker} [x] Do it`)).toMatchObject({ title: "Do it", status: "completed" });
  });

  it.each(["[1] A citation", "[link](http://x) text", "[ref][x] text", "[ab] text", "[US1] text"])(
    "sees no box in %j",
    (text) => {
      const { document } = parsePrdText(`- ${text}\n- [ ] other\n`, { file: "x.md" });
      expect(document.tasks.map(({ title }) => title)).toEqual(["other"]);
    },
  );
});
