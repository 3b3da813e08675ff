import { parseLabelledLine } from "../document/labelled-line.ts";
import { isCode, parseDependencyList } from "./dependency-list.ts";
import type { FactMatch } from "./head-rule.ts";
import { namedField } from "./named-field.ts";

const LONGEST = 2000;
const PLAIN = /^(?:depends\s{1,2}on|blocked\s{1,2}by|after|needs|requires)\s{1,4}/i;

/** A sub-bullet that is metadata of its item: `**Dependencies**: T001`, `_Requirements: 1.1, 1.2_`, `Owner: Ada`. */
export function detailField(line: string): FactMatch | undefined {
  if (line.length > LONGEST) return undefined;
  const isEmphasised = line.length > 2 && line.startsWith("_") && line.endsWith("_");
  const text = isEmphasised ? line.slice(1, -1) : line;
  const labelled = parseLabelledLine(text);
  if (labelled === undefined) return plainDependencies(line);
  const value = text.lastIndexOf(labelled.value);
  return namedField(labelled.label, labelled.value, value + (isEmphasised ? 1 : 0));
}

/** `Depends on T001`, without a colon; `Depends on the weather` is prose, as everything is but a list of ids. */
function plainDependencies(line: string): FactMatch | undefined {
  const start = PLAIN.exec(line)?.[0].length;
  const dependencies = start === undefined ? undefined : parseDependencyList(line.slice(start), start);
  if (dependencies === undefined || dependencies.length === 0) return undefined;
  return dependencies.every(({ text }) => isCode(text)) ? { dependencies } : undefined;
}
