import { describe, expect, it } from "vitest";
import { COMMANDS } from "../packages/cli/src/commands/index.ts";
import { parseArguments } from "../packages/cli/src/dispatch/parse-arguments.ts";
import { canaryLinesIn, wordsOf } from "./support/command-line.ts";
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

/** What is wrong with a command line, or undefined. */
function faultOf(words: readonly string[]): string | undefined {
  if (words.length === 1 && ["--version", "-V", "--help", "-h"].includes(words[0] ?? "")) return undefined;
  const command = COMMANDS.find(({ path }) => path.every((part, index) => words[index] === part));
  if (command === undefined) return "no such command";
  try {
    parseArguments(command, words.slice(command.path.length), {});
    return undefined;
  } catch (error) {
    return String(error);
  }
}

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
    expect(faultOf(words)).toBeUndefined();
  });

  it("is shown in the help of every command", () => {
    expect(
      COMMANDS.filter(({ examples: lines }) => lines.length === 0).map(({ path }) => path.join(" ")),
    ).toEqual([]);
  });
});
