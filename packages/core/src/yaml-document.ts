import { LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import type { ZodType } from "zod";
import type { Diagnostic } from "./diagnostic.ts";

export interface YamlDocumentOptions<Value> {
  /** Name to report; it is not read. */
  readonly file: string;
  readonly schema: ZodType<Value>;
}

export type YamlDocumentResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** YAML 1.2 text checked by a schema; every finding has the line and column of the node it is about. */
export function parseYamlDocument<Value>(
  text: string,
  options: YamlDocumentOptions<Value>,
): YamlDocumentResult<Value> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (code: string, message: string, offset: number): Diagnostic => {
    const { line, col } = lines.linePos(offset);
    return { severity: "error", code, message, file: options.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    return { ok: false, diagnostics: document.errors.map((error) => at("yaml-syntax", error.message, error.pos[0])) };
  }
  const parsed = options.schema.safeParse(document.toJS());
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    diagnostics: parsed.error.issues.map((issue) => {
      const where = issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
      return at("yaml-schema", `${where}${issue.message}`, offsetOf(document, issue.path));
    }),
  };
}

/** Start of the node at `path`, or of its nearest ancestor that exists. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return 0;
}
