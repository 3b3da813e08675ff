import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic, DiagnosticSeverity } from "@canary/core";
import { FINDING_CODES } from "@canary/project/documents";
import type { FindingCode } from "@canary/project/documents";

const LEVELS: Readonly<Record<DiagnosticSeverity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** Findings as a SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code hosts show beside the lines. */
export function sarifLog(diagnostics: readonly Diagnostic[]): object {
  const codes = Object.keys(FINDING_CODES).filter((code) => diagnostics.some((each) => each.code === code));
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "canary", rules: codes.map((code) => ruleOf(code)) } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((each) => ({
          ruleId: each.code,
          ruleIndex: codes.indexOf(each.code),
          level: LEVELS[each.severity],
          message: { text: each.message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(each.file) },
                region: { startLine: each.line, startColumn: each.column },
              },
            },
          ],
        })),
      },
    ],
  };
}

function ruleOf(code: string): object {
  const { severity, meaning } = FINDING_CODES[code as FindingCode];
  return {
    id: code,
    shortDescription: { text: meaning },
    defaultConfiguration: { level: LEVELS[severity] },
    help: { text: `canary: docs/errors.md, Findings in a document, ${code}` },
  };
}

function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}
