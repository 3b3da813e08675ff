import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "../src/errors/error-codes.ts";
import { EXIT_CODES } from "../src/errors/exit-codes.ts";

const document = readFileSync(join(import.meta.dirname, "../../../docs/errors.md"), "utf8");

/** The text below each `## CANARY_…` heading. */
const sections = new Map(
  document
    .split(/^## /m)
    .slice(1)
    .filter((section) => section.startsWith("CANARY_"))
    .map((section) => [section.slice(0, section.indexOf("\n")), section] as const),
);

describe("docs/errors.md", () => {
  it("has a section for every code, in the order of the table, and none for another", () => {
    expect([...sections.keys()]).toEqual(Object.keys(ERROR_CODES));
  });

  it.each(Object.entries(ERROR_CODES))(
    "says of %s that it ends with %i, why, and what to do",
    (code, exitCode) => {
      const section = sections.get(code) ?? "";
      expect(/^\*\*Exit code:\*\* (\d+)$/m.exec(section)?.[1]).toBe(String(exitCode));
      expect(section).toMatch(/^- \*\*Usual cause:\*\* \S/m);
      expect(section).toMatch(/^- \*\*What to do:\*\* \S/m);
    },
  );

  it("has every exit code in its table, and no other", () => {
    const table = [...document.matchAll(/^\| (\d+) \| /gm)].map((row) => Number(row[1]));
    expect(table).toEqual(Object.values(EXIT_CODES));
  });
});
