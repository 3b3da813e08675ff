import { describe, expect, it } from "vitest";
import { parsePrdText } from "../src/index.ts";

const LENGTH = 300_000;

function repeated(part: string, length = LENGTH): string {
  return part.repeat(Math.ceil(length / part.length));
}

/** Texts that make some parsers hang, recurse too deep or eat all memory; every one holds one task. */
const CASES: Readonly<Record<string, string>> = {
  "10 000 quote marks": `${"> ".repeat(10_000)}- [ ] a\n`,
  "10 000 list marks": `${"- ".repeat(10_000)}[ ] a\n`,
  "a title of 300 KB": `- [ ] ${repeated("x")}\n`,
  "a title of many words": `- [ ] ${repeated("word ")}(depends on a)\n`,
  "300 KB of opening brackets": `- [ ] a\n${repeated("[")}\n`,
  "300 KB of checkboxes on a line": `${repeated("[ ] ")}\n\n- [ ] a`,
  "300 KB of pipes": `- [ ] a\n  ${repeated("|")}x\n`,
  "300 KB of back quotes": `- [ ] a\n${repeated("`")}x`,
  "300 KB of hash marks": `- [ ] b\n\n#${repeated("#")}`,
  "300 KB of spaces": `- [ ] a${repeated(" ")}b\n`,
  "a heading of 300 KB": `# ${repeated("x `y` ")}\n\n- [ ] a`,
  "300 KB of emoji in a heading": `# ${repeated("✅")}\n\n- [ ] a`,
  "300 KB of opening braces": `- [ ] a\n\n${repeated("{a_")}`,
  "300 KB of carriage returns": `${repeated("\r")}- [ ] a`,
  "300 KB of mojibake": `${repeated("â†’ ")}\n\n- [ ] a`,
  "300 KB of labels": `${repeated("**a:")}\n\n- [ ] a`,
  "300 KB of open comments": `- [ ] a ${repeated("<!-- id: ")}`,
  "300 KB of open dependencies": `- [ ] a ${repeated("(depends on ")})`,
  "a list of dependencies of 300 KB": `- [ ] a (depends on ${repeated("a,")}b)`,
  "300 KB of open links": `- [ ] ${repeated("[a](")}`,
  "10 000 empty headings": `- [ ] a\n\n${"#\n\n".repeat(10_000)}`,
};

describe("hostile input", () => {
  it.each(Object.entries(CASES))("gives a result for %s", (_, text) => {
    expect(parsePrdText(text, { file: "x.md" }).document.statistics.tasks).toBe(1);
  });

  it("reads lists of a thousand levels line by line, and says so", () => {
    const text = Array.from({ length: 1000 }, (_, level) => `${"  ".repeat(level)}- [ ] a${level}`).join(
      "\n",
    );
    const { document } = parsePrdText(text, { file: "x.md" });
    expect(document.statistics.tasks).toBe(1000);
    expect(document.diagnostics.map(({ code }) => code)).toEqual(["nesting-too-deep"]);
  });

  it("gives a result for any bytes", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const bytes = Uint8Array.from(
        { length: 500 },
        (_, index) => (seed * 7919 * (index + 1) * (index + 3)) % 251,
      );
      expect(parsePrdText(bytes, { file: "x.md" }).diagnostics.length).toBeGreaterThan(0);
    }
  });

  it("keeps byte offsets exact behind bytes that are not UTF-8", () => {
    const prefix = new TextEncoder().encode("Caf");
    const rest = new TextEncoder().encode(" is open, and much more is said here\n\n- [ ] é\n- [x] b\n");
    const bytes = Uint8Array.from([...prefix, 0xe9, ...rest]);
    const { document } = parsePrdText(bytes, { file: "x.md" });
    const lines = document.tasks.map(({ source }) =>
      new TextDecoder().decode(bytes.subarray(source.offset, source.offset + 6)),
    );
    expect(lines).toEqual(["- [ ] ", "- [x] "]);
    expect(document.diagnostics.map(({ code, line, column }) => [code, line, column])).toEqual([
      ["not-utf8", 1, 4],
    ]);
  });
});
