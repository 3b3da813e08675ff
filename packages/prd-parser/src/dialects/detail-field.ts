import { parseLabelledLine } from "../document/labelled-line.ts";
import type { FactMatch } from "./head-rule.ts";
import { namedField } from "./named-field.ts";

const LONGEST = 2000;

/** A sub-bullet that is metadata of its item: `**Dependencies**: T001`, `_Requirements: 1.1, 1.2_`, `Owner: Ada`. */
export function detailField(line: string): FactMatch | undefined {
  if (line.length > LONGEST) return undefined;
  const isEmphasised = line.length > 2 && line.startsWith("_") && line.endsWith("_");
  const text = isEmphasised ? line.slice(1, -1) : line;
  const labelled = parseLabelledLine(text);
  if (labelled === undefined) return undefined;
  const value = text.lastIndexOf(labelled.value);
  return namedField(labelled.label, labelled.value, value + (isEmphasised ? 1 : 0));
}
