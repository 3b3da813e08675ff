import { describe, expect, it } from "vitest";
import { COMMANDS } from "../packages/cli/src/commands/index.ts";
import { canaryLinesIn, faultOfCanary, wordsOf } from "./support/command-line.ts";
import { readMarkdownFiles, shellLinesOf } from "./support/markdown.ts";

const documented = readMarkdownFiles().flatMap(({ path, text }) =>
  shellLinesOf(text).flatMap((line) =>
    canaryLinesIn(line.text).map((words) => ({ place: `${path}:${line.line}`, words })),
  ),
);

const examples = COMMANDS.flatMap(({ path, examples: lines }) =>
  lines.flatMap((line) =>
    canaryLinesIn(line).map((words) => ({ place: `canary ${path.join(" ")} --help`, words })),
  ),
);

describe("a documented command", () => {
  it("is split into words as a shell would", () => {
    expect(wordsOf(`canary tasks update a --message="two words" # why`)).toEqual([
      "canary",
      "tasks",
      "update",
      "a",
      "--message=two words",
    ]);
    expect(canaryLinesIn("export KUBECONFIG=$(canary cluster kubeconfig)")).toEqual([
      ["cluster", "kubeconfig"],
    ]);
  });

  it.each([...documented, ...examples])("at $place exists and takes $words", ({ words }) => {
    expect(faultOfCanary(words)).toBeUndefined();
  });

  it("is shown in the help of every command", () => {
    expect(
      COMMANDS.filter(({ examples: lines }) => lines.length === 0).map(({ path }) => path.join(" ")),
    ).toEqual([]);
  });
});
