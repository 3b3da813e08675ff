import type { PrdDocument } from "@canary/core";
import { describe, expect, it } from "vitest";
import { parsePrdText } from "../src/index.ts";

const DOCUMENT = "## Phase 1: One\n- [ ] T001 One\n- [ ] branch Two {#branch}\n## Phase 2: Two\n";

/** The document with one more item at its end, which is the third. */
function read(item: string): PrdDocument {
  return parsePrdText(`${DOCUMENT}${item}\n`, { file: "x.md" }).document;
}

function codes({ diagnostics }: PrdDocument): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

describe("a dependency on what no item is called", () => {
  it.each([
    ["- [ ] Do it (depends on branding)", ["branding"]],
    ["- [ ] Do it\n  - Dependencies: Docker", ["Docker"]],
    ["- [ ] Do it\n  - Dependencies: React, Node.js", ["React", "Node.js"]],
    ["- [ ] Do it\n  - **Depends on:** legal", ["legal"]],
  ])("is a warning where it is a word: %j", (item, words) => {
    const document = read(item);
    const task = document.tasks[2];
    expect(task).toMatchObject({ title: "Do it", dependencies: [] });
    expect(document.diagnostics.map(({ severity, code, message }) => [severity, code, message])).toEqual(
      words.map((word) => [
        "warning",
        "dependency-unclear",
        `"${word}" is the name of no item, so ${task?.id} does not wait for it`,
      ]),
    );
  });

  it.each(["infra-clster", "T099", "1.9", "ABC-12", "TASK_012", "#12", "9"])(
    "is an error where it has the shape of an id: %s",
    (name) => {
      expect(codes(read(`- [ ] Do it (depends on ${name})`))).toEqual(["dangling-dependency"]);
    },
  );

  it("keeps those beside it that are items", () => {
    const document = read("- [ ] Do it (depends on branding, T001, branch)");
    expect(document.tasks[2]?.dependencies).toEqual(["T001", "branch"]);
    expect(codes(document)).toEqual(["dependency-unclear"]);
  });
});
