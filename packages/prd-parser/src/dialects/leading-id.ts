import type { HeadMatch } from "./head-rule.ts";

const CODE = "TASK[_-]?\\d{1,6}|T\\d{3,6}|[A-Z][A-Z0-9]{1,9}-\\d{1,6}";
const BARE = new RegExp(`^(${CODE})(:|\\s-(?=\\s)|)\\s{1,4}(?=\\S)`);
const WRAPPED = new RegExp(`^(?:\\*\\*(${CODE}):?\\*\\*|\\[(${CODE})\\]|\`(${CODE})\`):?\\s{1,4}(?=\\S)`);
const HASH = /^(#\d{1,6})\s{1,4}(?=\S)/;
const NUMBER = /^(\d{1,4}(?:\.\d{1,4}){1,5}|\d{1,4}(?=\.\s))[.:)]?\s{1,4}(?=\S)/;
const UNIT =
  /^(?:[kKMGT]i?B|[kMG]?[bB]ps|bits?|bytes?|ms|[mu\u00B5]?s|secs?|seconds?|mins?|minutes?|h|hours?|days?|weeks?|%|percent|x|times|[kMG]?Hz|v?CPUs?|cores?|GPUs?|[mk]?m|million|billion|or|to|and|-|\u2013|<|>|=)(?![\w-])/;
/** Names of standards that look like ids. */
const STANDARD =
  /^(?:UTF|SHA|ISO|RFC|AES|RSA|TLS|SSL|HTTP|IEEE|ASCII|MD|MP|CP|EC|P|X|PEP|CVE|GPT|IP|IPV|OAUTH|S|L|H|V)-/;

/**
 * Ids that begin an item: `T001`, `TASK_012:`, `**T001**`, `[ABC-12]`, `1.2`, `1.`; names of standards and quantities are none.
 * `#12` is another name, not the id: it belongs to an issue or to a list of its own.
 */
export function leadingId(head: string): HeadMatch | undefined {
  const hash = HASH.exec(head);
  if (hash !== null) return { side: "start", length: hash[0].length, alias: hash[1] ?? "" };
  return wrappedId(head) ?? bareId(head) ?? numberId(head);
}

function wrappedId(head: string): HeadMatch | undefined {
  const match = WRAPPED.exec(head);
  if (match === null) return undefined;
  return { side: "start", length: match[0].length, id: match[1] ?? match[2] ?? match[3] ?? "" };
}

function bareId(head: string): HeadMatch | undefined {
  const [all = "", id = "", delimiter = ""] = BARE.exec(head) ?? [];
  if (id === "" || (delimiter === "" && STANDARD.test(id))) return undefined;
  return { side: "start", length: all.length, id };
}

function numberId(head: string): HeadMatch | undefined {
  const match = NUMBER.exec(head);
  if (match === null || UNIT.test(head.slice(match[0].length))) return undefined;
  return { side: "start", length: match[0].length, id: match[1] ?? "" };
}
