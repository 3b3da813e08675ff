import { describe, expect, it } from "vitest";
import { findProgram } from "../src/host/find-program.ts";
import { REQUIRED_TOOLS } from "../src/host/required-tools.ts";
import { missingPackages } from "../src/index.ts";

describe("missingPackages", () => {
  it("names exactly the packages whose programs are not there", async () => {
    const expected = new Set<string>();
    for (const { program, package: name } of REQUIRED_TOOLS) {
      if ((await findProgram(program)) === undefined && name !== undefined) expected.add(name);
    }
    const missing = await missingPackages();
    expect(missing.filter((name) => name !== "containernetworking-plugins")).toEqual([...expected].sort());
  });

  it("looks in the folders for administrators too, which a PATH may lack", async () => {
    expect(await findProgram("sh")).toMatch(/\/sh$/);
    expect(await findProgram("no-such-program")).toBeUndefined();
  });
});
