import { PRIORITIES, TASK_KINDS, TASK_STATUSES } from "@canary/core";

const CHARACTERS = String.raw`[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\x00-\x1f]*)*`;
const TEXT = `"${CHARACTERS}"`;
const COUNT = String.raw`(?:0|[1-9]\d{0,14})`;
const NAME = String.raw`[^"\\\x00-\x1f]+`;
const NAMED = `"${NAME}"`;
const TEXTS = String.raw`\[(?:${TEXT}(?:,${TEXT})*)?\]`;
const STATUS = TASK_STATUSES.join("|");

const field = (name: string, value: string): string => `"${name}":${value}`;
const optional = (name: string, value: string): string => `(?:${field(name, value)},)?`;
const oneOf = (words: readonly string[]): string => `"(?:${words.join("|")})"`;

/**
 * One task record of this document as `formatRecord` writes it, whole, with what stands behind it in a store: what it accepts is a record, and
 * what is a record but written in another way (other order, fields of a later version, blanks) it does not accept.
 * Groups: id, status, owner and title as they stand between the quotes in JSON, with who claimed it and until when before the title,
 * the fields from kind to priority, attributes, time of its archiving.
 */
export function recordPattern(document: string): RegExp {
  return new RegExp(
    [
      `\\{"id":"(${NAME})","document":"${document.replaceAll(SPECIAL, String.raw`\$&`)}",`,
      `"status":"(${STATUS})",`,
      optional("message", TEXT),
      `${field("updatedAt", TEXT)},`,
      optional("owner", `"(${CHARACTERS})"`),
      optional("note", TEXT),
      optional("claim", String.raw`\{"by":"(${NAME})","until":"(${NAME})"\}`),
      optional("evidence", String.raw`\{(?:${TEXT}:${TEXT}(?:,${TEXT}:${TEXT})*)?\}`),
      optional("run", String.raw`\{"id":${NAMED},"attempt":${COUNT},"status":${oneOf(TASK_STATUSES)}\}`),
      `"title":"(${CHARACTERS})",`,
      `(${field("kind", oneOf(TASK_KINDS))},`,
      `"phase":(?:${NAMED}|null),`,
      optional("section", TEXTS),
      `${field("priority", oneOf(PRIORITIES))}),`,
      optional("aliases", TEXTS),
      optional("dependencies", TEXTS),
      optional("details", TEXTS),
      optional("attributes", String.raw`(\{(?:${TEXT}:${TEXTS}(?:,${TEXT}:${TEXTS})*)?\})`),
      `${field("box", oneOf(TASK_STATUSES))},`,
      String.raw`"source":\{"line":${COUNT},"column":${COUNT},"offset":${COUNT}\},`,
      optional("lineHash", TEXT),
      `(?:"archivedAt":(${TEXT}),)?`,
      String.raw`${field("event", TEXT)}\}(?:,\n\n|\n\]\n\}\n(?![^]))`,
    ].join(""),
    "y",
  );
}

/** What has a meaning of its own in a pattern. */
const SPECIAL = /[$()*+./?[\\\]^{|}-]/g;
