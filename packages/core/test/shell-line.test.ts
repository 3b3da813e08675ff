import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { shellLine } from "../src/index.ts";

it("leaves plain words as they are, and masks", () => {
  expect(shellLine(["kubectl", "-n=a", "get", "pods", "--token=***", "***"])).toBe(
    "kubectl -n=a get pods --token=*** ***",
  );
});

it("is read by a shell as the same words", () => {
  const word = fc.string({
    unit: fc.constantFrom("a", " ", "'", '"', "\\", "$", "*", "\n", ";", "é"),
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      fc.array(
        word.filter((each) => !each.includes("***")),
        { maxLength: 4 },
      ),
      (words) => {
        const line = `printf '%s\\0' ${shellLine(["-", ...words])}`;
        const printed = execFileSync("sh", ["-c", line]).toString();
        expect(printed.split("\0").slice(1, -1)).toEqual(words);
      },
    ),
    { numRuns: 40 },
  );
});
