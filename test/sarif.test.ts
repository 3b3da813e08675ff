import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { Diagnostic } from "@canary/core";
import { FINDING_CODES } from "../packages/prd-parser/src/index.ts";
import { sarifLog } from "../packages/cli/src/commands/parse/sarif-log.ts";

const fixture = join(import.meta.dirname, "fixtures/sarif-2.1.0-subset.json");
const schema = z.fromJSONSchema(JSON.parse(readFileSync(fixture, "utf8")));

const FILES = ["PRD.md", "docs/an odd name ü #1.md", "/srv/a b.md", "../up.md", "docs\\windows.md"];

/** A finding of every kind. */
const diagnostics = Object.entries(FINDING_CODES).map(([code, { severity }], index): Diagnostic => ({
  code,
  severity,
  message: `about "${code}"`,
  file: FILES[index % FILES.length] ?? "",
  line: index + 1,
  column: 1,
}));

interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}

const logOf = (findings: readonly Diagnostic[]): Log => JSON.parse(JSON.stringify(sarifLog(findings)));

describe("a SARIF log", () => {
  it.each([
    ["every kind of finding", diagnostics],
    ["no finding", []],
  ])("of %s is valid by the schema of SARIF 2.1.0", (_, findings) => {
    expect(schema.safeParse(logOf(findings)).error?.issues).toBeUndefined();
  });

  it("points from each result to its own rule", () => {
    const [run] = logOf(diagnostics).runs;
    expect(run?.results).toHaveLength(diagnostics.length);
    for (const { ruleId, ruleIndex } of run?.results ?? [])
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  it("names files as URI references that lead back to them", () => {
    const uris = logOf(diagnostics).runs[0]?.results.map(
      ({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri ?? "",
    );
    const paths = uris?.slice(0, FILES.length).map((uri) => {
      const url = new URL(uri, "file:///project/folder/");
      expect(url.hash + url.search).toBe("");
      return decodeURIComponent(url.pathname);
    });
    expect(paths).toEqual([
      "/project/folder/PRD.md",
      "/project/folder/docs/an odd name ü #1.md",
      "/srv/a b.md",
      "/project/up.md",
      "/project/folder/docs/windows.md",
    ]);
  });

  it.each([
    ["an unknown field", { severity: "error" }],
    ["an unknown level", { level: "fatal" }],
    ["a rule index that is none", { ruleIndex: -2 }],
  ])("with %s is refused, so that the schema tells something", (_, wrong) => {
    const log = structuredClone(logOf(diagnostics));
    Object.assign(log.runs[0]?.results[0] ?? {}, wrong);
    expect(schema.safeParse(log).success).toBe(false);
  });
});
