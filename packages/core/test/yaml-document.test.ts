import { describe, expect, it } from "vitest";
import * as z from "zod";
import { formatDiagnostic } from "../src/diagnostic.ts";
import { parseYamlDocument } from "../src/yaml-document.ts";

const schema = z.strictObject({
  name: z.string(),
  tasks: z.record(z.string(), z.strictObject({ run: z.array(z.string()) })).default({}),
});

function findingsOf(text: string): readonly string[] {
  const result = parseYamlDocument(text, { file: "a.yaml", schema });
  return result.ok ? [] : result.diagnostics.map(formatDiagnostic);
}

it("gives the value with its defaults", () => {
  expect(parseYamlDocument("name: x\n", { file: "a.yaml", schema })).toMatchObject({
    ok: true,
    value: { name: "x", tasks: {} },
  });
});

it("resolves aliases", () => {
  const text = "name: &n x\ntasks: { a: { run: [*n] } }\n";
  expect(parseYamlDocument(text, { file: "a.yaml", schema })).toMatchObject({
    ok: true,
    value: { name: "x", tasks: { a: { run: ["x"] } } },
  });
});

describe("places a finding", () => {
  it.each([
    {
      what: "a wrong value",
      text: "name: x\ntasks:\n  a:\n    run: no\n",
      at: "a.yaml:4:10",
      says: "tasks.a.run",
    },
    {
      what: "a wrong item",
      text: "name: x\ntasks:\n  a:\n    run: [ok, 3]\n",
      at: "a.yaml:4:15",
      says: "tasks.a.run.1",
    },
    { what: "an unknown key", text: "name: x\nnmae: y\n", at: "a.yaml:2:1", says: '"nmae"' },
    {
      what: "a nested unknown key",
      text: "name: x\ntasks:\n  a:\n    run: []\n    rnu: []\n",
      at: "a.yaml:5:5",
      says: '"rnu"',
    },
    {
      what: "a missing key, at its map",
      text: "tasks:\n  a:\n    {}\n",
      at: "a.yaml:3:5",
      says: "tasks.a.run",
    },
    { what: "a syntax error", text: "name: x\ntasks: [\n", at: "a.yaml:3:1", says: "yaml-syntax" },
    { what: "a key twice", text: "name: x\nname: y\n", at: "a.yaml:2:1", says: "yaml-syntax" },
    { what: "an alias without an anchor", text: "name: x\ntasks: *none\n", at: "a.yaml:2:8", says: "&none" },
    { what: "an empty file", text: "", at: "a.yaml:1:1", says: "yaml-schema" },
    { what: "a file with CRLF", text: "name: x\r\nnmae: y\r\n", at: "a.yaml:2:1", says: '"nmae"' },
  ])("for $what", ({ text, at, says }) => {
    const found = findingsOf(text).filter((finding) => finding.startsWith(at) && finding.includes(says));
    expect(found).not.toEqual([]);
  });

  it("for each of several unknown keys", () => {
    expect(findingsOf("name: x\nb: 1\nc: 2\n").map((finding) => finding.split(" ")[0])).toEqual([
      "a.yaml:2:1",
      "a.yaml:3:1",
    ]);
  });
});

it("refuses aliases that multiply without bound", () => {
  const levels = Array.from({ length: 9 }, (_, at) => `k${at + 1}: &k${at + 1} [${`*k${at},`.repeat(9)}]`);
  expect(findingsOf(`k0: &k0 [x]\n${levels.join("\n")}\n`)[0]).toContain("yaml-syntax");
});

it("says where a part of a valid document is, or else what it would be in", () => {
  const result = parseYamlDocument("name: x\ntasks:\n  a:\n    run: [b]\n", { file: "a.yaml", schema });
  if (!result.ok) throw new Error("the document is valid");
  expect(result.locate(["tasks", "a", "run", 0])).toEqual({ line: 4, column: 11 });
  expect(result.locate(["tasks", "a", "verify"])).toEqual({ line: 4, column: 5 });
  expect(result.locate(["nothing"])).toEqual({ line: 1, column: 1 });
});
