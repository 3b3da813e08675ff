import type { Diagnostic } from "@canary/core";
import type { Finding } from "../document/reporter.ts";
import { toDiagnostics } from "../document/reporter.ts";
import { findMojibake } from "./repair-mojibake.ts";
import { sourceFindings } from "./source-findings.ts";
import { SourceText } from "./source-text.ts";
import { decodeUtf8 } from "./utf8.ts";

const BINARY_INVALID_SHARE = 0.1;
const BYTE_ORDER_MARK = "\uFEFF";

export interface OpenedSource {
  readonly source: SourceText;
  readonly diagnostics: readonly Diagnostic[];
  /** Nothing to parse: binary, or no text but white space. */
  readonly isUnreadable: boolean;
}

/** Bytes or text to the text that is parsed: decoded, without byte order mark, with mojibake repaired. */
export function openSource(input: string | Uint8Array, file: string): OpenedSource {
  const { text: original, invalid } =
    typeof input === "string" ? { text: input, invalid: [] } : decodeUtf8(input);
  const refusal = refusalOf(original, invalid);
  if (refusal !== undefined) {
    const source = new SourceText({ file, original, replacements: [], invalid });
    return { source, diagnostics: toDiagnostics(source, [refusal]), isUnreadable: true };
  }
  const mojibake = findMojibake(original);
  const mark = original.startsWith(BYTE_ORDER_MARK) ? [{ originalStart: 0, originalEnd: 1, text: "" }] : [];
  const source = new SourceText({
    file,
    original,
    replacements: [...mark, ...mojibake.replacements],
    invalid,
  });
  const findings = sourceFindings(mojibake, invalid).map((finding) => ({
    ...finding,
    offset: source.fromOriginal(finding.offset),
  }));
  return { source, diagnostics: toDiagnostics(source, findings), isUnreadable: false };
}

function refusalOf(text: string, invalid: readonly number[]): Finding | undefined {
  const nul = text.indexOf("\0");
  if (nul !== -1) {
    const message =
      "not a text in UTF-8: it holds NUL characters, as UTF-16 and binary files do, the first here";
    return { code: "binary-content", message, offset: nul };
  }
  if (invalid.length > text.length * BINARY_INVALID_SHARE) {
    const message = "not a text in UTF-8: too many bytes are not UTF-8, the first here";
    return { code: "binary-content", message, offset: invalid[0] ?? 0 };
  }
  if (text.trim() === "") return { code: "empty-document", message: "the document has no text", offset: 0 };
  return undefined;
}
