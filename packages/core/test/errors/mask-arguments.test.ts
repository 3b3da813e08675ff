import { expect, test } from "vitest";
import { maskArguments } from "../../src/index.ts";

test.each([
  [
    ["tool", "--password", "hunter2", "x"],
    ["tool", "--password", "***", "x"],
  ],
  [
    ["tool", "-token", "abc"],
    ["tool", "-token", "***"],
  ],
  [
    ["tool", "--db-api-key", "abc"],
    ["tool", "--db-api-key", "***"],
  ],
  [
    ["tool", "password=abc"],
    ["tool", "password=***"],
  ],
  [
    ["tool", "--passwords-file", "list.txt"],
    ["tool", "--passwords-file", "list.txt"],
  ],
])("%j is shown as %j", (argv, shown) => {
  expect(maskArguments(argv)).toEqual(shown);
});

test("a known value is masked wherever it stands", () => {
  expect(maskArguments(["echo", "a-hunter2-b"], ["hunter2"])).toEqual(["echo", "a-***-b"]);
});
