import { describe, expect, it } from "vitest";
import { runCommand } from "../src/commands/run/run.ts";
import { parseArguments } from "../src/dispatch/parse-arguments.ts";

describe("an option whose value may be left out", () => {
  it.each([
    [["--resume"], { flag: true, value: "", words: [] }],
    [["--resume", "--jobs", "2"], { flag: true, value: "", words: [] }],
    [["--resume=01K9ZQ"], { flag: true, value: "01K9ZQ", words: [] }],
    [["--resume", "01K9ZQ"], { flag: true, value: "", words: ["01K9ZQ"] }],
    [["all"], { flag: false, value: undefined, words: ["all"] }],
  ])("%j", (argv, expected) => {
    const input = parseArguments(runCommand, argv, {});
    const { words } = input;
    expect({ flag: input.flag("resume"), value: input.value("resume"), words }).toEqual(expected);
  });

  it("is switched on and given its value by its variable, too", () => {
    const readVariable = (text: string) => {
      const input = parseArguments(runCommand, [], { CANARY_RESUME: text });
      return [input.flag("resume"), input.value("resume")];
    };
    expect(readVariable("01K9ZQ")).toEqual([true, "01K9ZQ"]);
    expect(readVariable("0")[0]).toBe(false);
  });
});
