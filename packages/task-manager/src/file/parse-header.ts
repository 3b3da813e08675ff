import { documentFault } from "../record/document-record.ts";
import { migrateHeader } from "../migrate/migrations.ts";
import type { Fields } from "../migrate/migrations.ts";
import { damagedError, newerError } from "./store-errors.ts";
import { SCHEMA_VERSION } from "./store-file.ts";
import type { StoreHeader } from "./store-file.ts";

/** A header as the present version has it, and the version of the file that it was read from. */
export interface ReadHeader {
  readonly header: StoreHeader;
  readonly version: number;
}

/** The header of a store's text that stands before the records. Throws CANARY_STORE_DAMAGED or CANARY_STORE_NEWER. */
export function parseHeader(text: string, file: string): ReadHeader {
  let value: unknown;
  try {
    value = JSON.parse(`${text.trimEnd().replace(/,$/, "")}}`);
  } catch {
    throw damagedError(file, firstBadLine(text), "the part before the tasks is not valid JSON");
  }
  return checkHeader(value, file);
}

/** Checks a header that is parsed already. Throws CANARY_STORE_DAMAGED or CANARY_STORE_NEWER. */
export function checkHeader(value: unknown, file: string): ReadHeader {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw damagedError(file, 1, "it is no JSON object");
  }
  const version = versionOf(value, file);
  const header = version === SCHEMA_VERSION ? value : migrateHeader(value as Fields, version);
  const { defaultDocument, documents } = header as Fields;
  if (typeof defaultDocument !== "string") throw damagedError(file, 1, "defaultDocument is missing");
  if (!Array.isArray(documents)) throw damagedError(file, 1, "the list of documents is missing");
  for (const document of documents) {
    const fault = documentFault(document);
    if (fault !== undefined) throw damagedError(file, 1, `a document ${fault}`);
  }
  return { version, header: { ...(header as StoreHeader), schemaVersion: SCHEMA_VERSION } };
}

/** The version that a header names; 0 for a file from before versions were counted. */
function versionOf(header: object, file: string): number {
  const { schemaVersion } = header as Fields;
  if (schemaVersion === undefined) return 0;
  if (typeof schemaVersion !== "number" || !Number.isSafeInteger(schemaVersion) || schemaVersion < 1) {
    throw damagedError(file, 1, `schemaVersion is ${JSON.stringify(schemaVersion)}, which is no version`);
  }
  if (schemaVersion > SCHEMA_VERSION) throw newerError(file, schemaVersion);
  return schemaVersion;
}

/** The first line of a header that is neither one of its brackets nor a field or document by itself. */
function firstBadLine(text: string): number {
  const lines = text.split("\n");
  const index = lines.findIndex((line, at) => {
    const content = line.trim().replace(/,$/, "");
    if (content === "" || content === "]" || content === '"documents": [') return false;
    if (content === "{") return at !== 0;
    return !isJson(content.startsWith('"') ? `{${content}}` : content);
  });
  return index === -1 ? 1 : index + 1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
