import { isMap, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Document } from "yaml";
import type { core, ZodType } from "zod";
import type { Diagnostic } from "./diagnostic.ts";

export interface YamlDocumentOptions<Value> {
  /** Name to report; it is not read. */
  readonly file: string;
  readonly schema: ZodType<Value>;
}

export type YamlDocumentResult<Value> =
  | {
      readonly ok: true;
      readonly value: Value;
      /** Where the node at this path, or its nearest ancestor that exists, begins; line and column count from 1. */
      readonly locate: (path: readonly PropertyKey[]) => Pick<Diagnostic, "line" | "column">;
      /** As `locate`, but where the key of that node begins. */
      readonly locateKey: (path: readonly PropertyKey[]) => Pick<Diagnostic, "line" | "column">;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** YAML 1.2 text checked by a schema; every finding has the line and column of the node it is about. */
export function parseYamlDocument<Value>(
  text: string,
  options: YamlDocumentOptions<Value>,
): YamlDocumentResult<Value> {
  const lines = new LineCounter();
  // Looking for keys that stand twice costs the yaml package time with the square of their number.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const placeOf = (offset: number): Pick<Diagnostic, "line" | "column"> => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const refuse = (code: string, findings: readonly Finding[]): YamlDocumentResult<Value> => ({
    ok: false,
    diagnostics: findings.map(({ message, offset }) => ({
      severity: "error",
      code,
      message,
      file: options.file,
      ...placeOf(offset),
    })),
  });
  const faults = faultsOf(document);
  if (faults.length > 0) return refuse("yaml-syntax", faults);
  const value = valueOf(document);
  if (value instanceof ReferenceError) return refuse("yaml-syntax", [{ message: value.message, offset: 0 }]);
  const parsed = options.schema.safeParse(value);
  if (parsed.success) {
    return {
      ok: true,
      value: parsed.data,
      locate: (path) => placeOf(offsetOf(document, path)),
      locateKey: (path) => placeOf(keyOffsetOf(document, path)),
    };
  }
  return refuse(
    "yaml-schema",
    parsed.error.issues.flatMap((issue) => findingsOf(document, issue)),
  );
}

interface Finding {
  readonly message: string;
  readonly offset: number;
}

/** One finding for an issue, at the value that it is about; one for each unknown key, at the key. */
function findingsOf(document: Document.Parsed, issue: core.$ZodIssue): readonly Finding[] {
  const where = issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  if (issue.code !== "unrecognized_keys") {
    return [{ message: `${where}${issue.message}`, offset: offsetOf(document, issue.path) }];
  }
  return issue.keys.map((name) => ({
    message: `${where}Unknown key "${name}"`,
    offset: keyOffsetOf(document, [...issue.path, name]),
  }));
}

/** Syntax errors, keys that stand twice, and aliases without an anchor: the yaml package throws for those only when they are read. */
function faultsOf(document: Document.Parsed): readonly Finding[] {
  const found: Finding[] = document.errors.map((error) => ({ message: error.message, offset: error.pos[0] }));
  visit(document, {
    Map: (_key, { items }) => {
      const known = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (known.has(key.value)) {
          found.push({ message: "Map keys must be unique", offset: key.range?.[0] ?? 0 });
        }
        known.add(key.value);
      }
    },
    Alias: (_key, alias) => {
      if (alias.resolve(document) !== undefined) return;
      const message = `No anchor &${alias.source} before this alias`;
      found.push({ message, offset: alias.range?.[0] ?? 0 });
    },
  });
  return found;
}

/** The plain value, or the error with which the yaml package refuses aliases that multiply without bound. */
function valueOf(document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) return error;
    throw error;
  }
}

/** Start of the key of the node at `path`, or of the nearest ancestor that exists. */
function keyOffsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  const above = path.slice(0, -1);
  const map: unknown = above.length === 0 ? document.contents : document.getIn(above, true);
  const keys = isMap(map) ? map.items.map(({ key }) => key).filter(isScalar) : [];
  const key = keys.find(({ value }) => String(value) === String(path.at(-1)));
  return key?.range?.[0] ?? offsetOf(document, above);
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
