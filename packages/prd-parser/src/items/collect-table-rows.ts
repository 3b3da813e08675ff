import { parsePriority } from "@canary/core";
import type { TableField, TableRow } from "../blocks/task-table.ts";
import { namedField } from "../dialects/named-field.ts";
import { readCheckbox } from "./checkbox.ts";
import type { CheckboxMarks } from "./checkbox.ts";
import type { FoundItem } from "./collect-items.ts";
import type { ItemFacts } from "./item.ts";
import { mergeFacts } from "./merge-facts.ts";
import { readHead } from "./read-head.ts";
import { readRowStatus } from "./row-status.ts";
import type { Section } from "../structure/sections.ts";

const FIELD_NAMES: readonly TableField[] = ["id", "dependencies", "owner", "estimate", "due"];

/** The rows of task tables as items, in document order. */
export function collectTableRows(
  text: string,
  { rows, marks }: { readonly rows: readonly TableRow[]; readonly marks: CheckboxMarks },
  sections: readonly Section[],
): readonly FoundItem[] {
  let section = -1;
  return rows.map((row) => {
    while ((sections[section + 1]?.offset ?? Number.POSITIVE_INFINITY) <= row.offset) section += 1;
    const head = readHead(text, row);
    const cell = (field: TableField): string => row.fields.get(field)?.text ?? "";
    const priority = parsePriority(cell("priority"));
    const phaseCell = cell("phase");
    const facts = factsOf(row, head.facts);
    return {
      offset: row.offset,
      title: head.title,
      status: readRowStatus(row, marks) ?? "pending",
      isBox: readCheckbox(cell("status"), 0, marks) !== undefined,
      facts: priority === undefined ? facts : { ...facts, priority },
      section: sections[section],
      details: [],
      criteria: undefined,
      ...(phaseCell === "" ? {} : { phaseCell }),
    };
  });
}

function factsOf(row: TableRow, facts: ItemFacts): ItemFacts {
  let merged = facts;
  for (const name of FIELD_NAMES) {
    const cell = row.fields.get(name);
    const match = cell === undefined ? undefined : namedField(name, cell.text, 0);
    if (cell !== undefined && match !== undefined) merged = mergeFacts(merged, match, cell.offset);
  }
  return merged;
}
