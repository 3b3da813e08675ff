import type { HeadMatch } from "./head-rule.ts";

const CODE = "TASK[_-]?\\d{1,6}|T\\d{3,6}|[A-Z][A-Z0-9]{1,9}-\\d{1,6}";
const BARE = new RegExp(`^(${CODE})(:|\\s-(?=\\s)|)\\s{1,4}(?=\\S)`);
const WRAPPED = new RegExp(`^(?:\\*\\*(${CODE}):?\\*\\*|\\[(${CODE})\\]|\`(${CODE})\`):?\\s{1,4}(?=\\S)`);
const NUMBER = /^(\d{1,4}(?:\.\d{1,4}){1,5}|\d{1,4}(?=\.\s))[.:)]?\s{1,4}(?=\S)/;
const UNIT =
  /^(?:[kKMGT]i?B|[kMG]?[bB]ps|bits?|bytes?|ms|[mu\u00B5]?s|secs?|seconds?|mins?|minutes?|h|hours?|days?|weeks?|%|percent|x|times|[kMG]?Hz|v?CPUs?|cores?|GPUs?|[mk]?m|million|billion|or|to|and|-|\u2013|<|>|=)(?![\w-])/;
/** Names of standards that look like ids. */
const STANDARD =
  /^(?:UTF|SHA|ISO|RFC|AES|RSA|TLS|SSL|HTTP|IEEE|ASCII|MD|MP|CP|EC|P|X|PEP|CVE|GPT|IP|IPV|OAUTH|S|L|H|V)-/;

/** Ids that begin an item: `T001`, `TASK_012:`, `**T001**`, `[ABC-12]`, `1.2`, `1.`; names of standards and quantities are none. */
export function leadingId(head: string): HeadMatch | undefined {
  const wrapped = WRAPPED.exec(head);
  if (wrapped !== null) {
    return { side: "start", length: wrapped[0].length, id: wrapped[1] ?? wrapped[2] ?? wrapped[3] ?? "" };
  }
  const bare = BARE.exec(head);
  if (bare !== null) {
    const id = bare[1] ?? "";
    const isProse = bare[2] === "" && STANDARD.test(id);
    return isProse ? undefined : { side: "start", length: bare[0].length, id };
  }
  const number = NUMBER.exec(head);
  if (number === null || UNIT.test(head.slice(number[0].length))) return undefined;
  return { side: "start", length: number[0].length, id: number[1] ?? "" };
}
