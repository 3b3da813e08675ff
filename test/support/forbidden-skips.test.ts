import { describe, expect, it } from "vitest";
import { areSkipsForbidden, forbiddenSkips } from "./forbidden-skips.ts";

describe("a skipped test", () => {
  it.each([
    [{ CANARY_REQUIRE_CLUSTER: "1" }, true],
    [{ CANARY_REQUIRE_CLUSTER: "0" }, false],
    [{ CI: "true" }, false],
    [{}, false],
  ])("with %j in the environment: a failure is %s", (environment, isForbidden) => {
    expect(areSkipsForbidden(environment)).toBe(isForbidden);
  });

  it("may be one of the corpus, which is not ours to publish, and no other", () => {
    const names = [
      "finds the corpus, or is SKIPPED because CANARY_PRD_CORPUS does not name its folder",
      "the corpus > has no error in '000-canary.md'",
      "at a terminal > nothing is asked with --no-input",
      "real terraform > says of the corpus > nothing",
    ];
    expect(forbiddenSkips(names)).toEqual(names.slice(2));
  });
});
