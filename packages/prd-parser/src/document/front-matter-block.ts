import type { Priority } from "@canary/core";
import { parsePriority } from "@canary/core";
import { parseDocument } from "yaml";
import { namedField } from "../dialects/named-field.ts";
import type { Finding } from "./reporter.ts";

/** The YAML block before a document. */
export interface FrontMatter {
  /** Where the document proper begins. */
  readonly end: number;
  /** Its fields by lower-case name; a list has its parts joined by commas. */
  readonly fields: ReadonlyMap<string, string>;
  /** What an item has when neither it nor its phase says otherwise. */
  readonly priority: Priority | undefined;
  /** What a task has where it says nothing else, by name as in its attributes. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly findings: readonly Finding[];
}

const DEFAULTS = "defaults.";

/** Reads the YAML of the block, undefined where it holds no fields but something else; `offset` is where it begins. A bundle may load this module when it is first called. */
export function parseBlock(yaml: string, offset: number, end: number): FrontMatter | undefined {
  const document = parseDocument(yaml, { schema: "failsafe", prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const message = `the front matter is no valid YAML: ${error.message}`;
    const finding: Finding = {
      code: "front-matter-invalid",
      message,
      offset: offset + error.pos[0],
    };
    return { end, fields: new Map(), priority: undefined, attributes: {}, findings: [finding] };
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  const isEmpty = value === null || value === "";
  if (!isRecord(value) && !isEmpty) return undefined;
  const fields = new Map<string, string>();
  for (const [name, field] of Object.entries(isEmpty ? {} : value))
    addField(fields, name.toLowerCase(), field);
  return {
    end,
    fields,
    priority: parsePriority(fields.get("defaults.priority") ?? fields.get("priority") ?? ""),
    attributes: defaultAttributes(fields),
    findings: [],
  };
}

function defaultAttributes(fields: ReadonlyMap<string, string>): FrontMatter["attributes"] {
  const attributes: Record<string, readonly string[]> = {};
  for (const [name, value] of fields) {
    if (name.startsWith(DEFAULTS))
      Object.assign(attributes, namedField(name.slice(DEFAULTS.length), value, 0)?.attributes);
  }
  return attributes;
}

function addField(fields: Map<string, string>, name: string, value: unknown): void {
  if (typeof value === "string") fields.set(name, value);
  else if (Array.isArray(value))
    fields.set(name, value.filter((part) => typeof part === "string").join(", "));
  else if (isRecord(value)) {
    for (const [key, field] of Object.entries(value)) {
      if (!isRecord(field)) addField(fields, `${name}.${key.toLowerCase()}`, field);
    }
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
