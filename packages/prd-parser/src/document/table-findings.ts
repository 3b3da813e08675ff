import type { Line } from "../blocks/line.ts";
import type { Outline } from "../blocks/outline.ts";
import { columnNames, readColumns } from "../blocks/task-table.ts";
import type { TableField, TableRow } from "../blocks/task-table.ts";
import { namedField } from "../dialects/named-field.ts";
import type { CheckboxMarks } from "../items/checkbox.ts";
import { readRowStatus } from "../items/row-status.ts";
import type { Finding } from "./reporter.ts";

/** What a cell must be to say something; others of a task are free text. */
const SHAPES: readonly (readonly [TableField, string])[] = [
  ["id", "id"],
  ["dependencies", "list of ids"],
  ["priority", "priority"],
  ["owner", "owner"],
  ["estimate", "estimate"],
  ["due", "date such as 2026-01-31"],
];
const NOTHING = /^(?:[-\u2013\u2014?]{1,3}|n\/?a|none|tb[ad])\.?$/i;
const DELIMITER_ROW =
  /^\|?(?:[ \t]{0,20}:?-{1,200}:?[ \t]{0,20}\|){1,50}(?:[ \t]{0,20}:?-{1,200}:?[ \t]{0,20})?$/;

/** What the tables give cause to say: rows without a title, cells that do not fit, and tables that are nearly some of tasks. */
export function tableFindings(
  text: string,
  outline: Outline,
  { lines, marks }: { readonly lines: readonly Line[]; readonly marks: CheckboxMarks },
): readonly Finding[] {
  return [
    ...emptyRowFindings(outline),
    ...outline.tableRows.flatMap((row) => [...statusFindings(row, marks), ...cellFindings(row)]),
    ...titlelessFindings(text, lines),
  ];
}

function emptyRowFindings(outline: Outline): readonly Finding[] {
  const message = "this row of a table of tasks has no title and is no item";
  return outline.emptyRows.map((offset) => ({ code: "row-empty", message, offset }));
}

function statusFindings(row: TableRow, marks: CheckboxMarks): readonly Finding[] {
  const cell = row.fields.get("status");
  if (cell === undefined || readRowStatus(row, marks) !== undefined) return [];
  const message = `"${cell.text}" is no status; the item counts as pending`;
  return [{ code: "status-unknown", message, offset: cell.offset }];
}

function cellFindings(row: TableRow): readonly Finding[] {
  return SHAPES.flatMap(([field, shape]): readonly Finding[] => {
    const cell = row.fields.get(field);
    if (cell === undefined || NOTHING.test(cell.text) || namedField(field, cell.text, 0) !== undefined)
      return [];
    const message = `"${cell.text}" is no ${shape} and is left out`;
    return [{ code: "cell-unclear", message, offset: cell.offset }];
  });
}

/** Tables with two columns that tasks have, and none for a title. */
function titlelessFindings(text: string, lines: readonly Line[]): readonly Finding[] {
  return lines.flatMap((line, index): readonly Finding[] => {
    const head = lines[index - 1];
    if (head?.next !== line.start || !isDelimiterRow(text, line)) return [];
    const fields = readColumns(text.slice(head.first, head.end));
    if (fields.includes("title") || new Set(fields.filter((field) => field !== undefined)).size < 2)
      return [];
    const names = columnNames(text.slice(head.first, head.end));
    const known = names.filter((_, column) => fields[column] !== undefined);
    const message = `this table has the columns ${known.join(" and ")}, but none called Task or Title, so its rows are no items`;
    return [{ code: "near-miss", message, offset: head.first }];
  });
}

function isDelimiterRow(text: string, { first, end }: Line): boolean {
  const start = text[first];
  const mayBe = start === "|" || start === "-" || start === ":";
  return mayBe && DELIMITER_ROW.test(text.slice(first, end).trimEnd());
}
