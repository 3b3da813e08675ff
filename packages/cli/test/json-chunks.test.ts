import { describe, expect, it } from "vitest";
import { jsonChunks } from "../src/output/json-chunks.ts";

const tasks = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, index) => ({ id: `t${index}`, title: 'a\n"b" é', details: [[], {}] }));

describe("a document as JSON in pieces", () => {
  it.each([
    {},
    { kind: "Empty", tasks: [] },
    { kind: "Odd", left: undefined, out: null, 'a "name"': { deep: [1, [2]] } },
    { onlyLeftOut: undefined },
    { tasks: tasks(1000) },
    { tasks: tasks(1001), after: 1 },
    { before: [1], 'a "list"': tasks(3000), more: tasks(2500) },
    { mixed: [...tasks(1200), undefined, null, "text", 1] },
  ])("is what JSON.stringify gives, case %#", (document) => {
    expect([...jsonChunks(document)].join("")).toBe(JSON.stringify(document, null, 2));
  });

  it("is never in memory as a whole", () => {
    const chunks = [...jsonChunks({ tasks: tasks(50_000) })];
    const longest = Math.max(...chunks.map(({ length }) => length));
    expect(longest).toBeLessThan(chunks.reduce((sum, { length }) => sum + length, 0) / 20);
  });
});
