import { describe, expect, it } from "vitest";
import { readSimpleList } from "../src/blocks/simple-list.ts";
import { CHECKBOX_MARKS } from "../src/items/checkbox.ts";

function titlesOf(text: string): readonly string[] | undefined {
  const list = readSimpleList(text, { start: 0, end: text.length }, CHECKBOX_MARKS);
  return list?.map(({ head }) => text.slice(head?.start, head?.end).trim());
}

describe("a simple list", () => {
  it.each<readonly [string, readonly string[]]>([
    ["- [ ] a\n  - b\n    1. [x] c\n- d\n", ["a", "b", "c", "d"]],
    ["- a\n\n* b\n\n\n+ c", ["a", "b", "c"]],
  ])("is %j", (text, titles) => {
    expect(titlesOf(text)).toEqual(titles);
  });

  it.each([
    "- a\n  more\n",
    "- a\n\n  more\n",
    "- a\n      - b\n",
    "- a\n  2. b\n",
    "- # a\n",
    "- > a\n",
    "- - a\n",
    "- ***\n",
    "- [ ]\n",
    "- [ ]a\n",
    "- ```\n",
    "- \ta\n",
    "-\ta\n",
    "- a \n",
    "- | a |\n",
    "- [a]: b\n",
    "prose\n",
    "- a\n***\n",
  ])("is not %j, which needs a tree", (text) => {
    expect(titlesOf(text)).toBeUndefined();
  });
});

const LENGTH = 1_000_000;

/** Texts that take minutes where a pattern goes back again and again, or a line is read once for each of its characters; with the number of items. */
const HOSTILE: Readonly<Record<string, readonly [string, number | undefined]>> = {
  "many digits": [`- ${"1".repeat(LENGTH)}\n`, 1],
  "many numbers": [`- ${"1. ".repeat(LENGTH / 4)}\n`, undefined],
  "many markers": [`${"- ".repeat(LENGTH / 2)}a\n`, undefined],
  "many dashes": [`- ${"-".repeat(LENGTH)}a\n`, 1],
  "many spaced dashes": [`- a${" -".repeat(LENGTH / 2)}\n`, 1],
  "many marks before a bracket": [`- 1.${"-*+) ".repeat(LENGTH / 5)}x\n`, 1],
  "many brackets": [`- a${"[".repeat(LENGTH)}\n`, 1],
  "many blank lines": [`- a\n${"\n".repeat(LENGTH)}- b`, 2],
  "many spaces": [`- a${" ".repeat(LENGTH)}b\n`, 1],
  "many items": ["- [ ] a\n".repeat(LENGTH / 8), LENGTH / 8],
  "many items and one line of prose": [`${"- [ ] a\n".repeat(LENGTH / 8)}prose\n`, undefined],
  "many levels": [
    Array.from({ length: 1400 }, (_, depth) => `${" ".repeat(depth)}- a`).join("\n"),
    undefined,
  ],
  "many steps down and up": ["- a\n  - b\n    - c\n".repeat(LENGTH / 20), (3 * LENGTH) / 20],
};

describe("hostile input", () => {
  it.each(Object.entries(HOSTILE))("has a reading with %s", (_, [text, count]) => {
    expect(titlesOf(text)?.length).toBe(count);
  });
});
