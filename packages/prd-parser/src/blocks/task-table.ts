import type { Table } from "mdast";
import { readCheckbox } from "../items/checkbox.ts";

/** A row of a table of tasks; offsets are into the parsed text, texts are trimmed source. */
export interface TableRow {
  readonly offset: number;
  /** Where the title is. */
  readonly start: number;
  readonly end: number;
  /** The other cells by what their column is for. */
  readonly fields: ReadonlyMap<TableField, TableCellText>;
}

export interface TableCellText {
  readonly text: string;
  readonly offset: number;
}

export type TableField =
  | "id"
  | "title"
  | "phase"
  | "dependencies"
  | "status"
  | "priority"
  | "owner"
  | "estimate"
  | "due";

const COLUMNS: Readonly<Record<string, TableField>> = {
  id: "id",
  "#": "id",
  no: "id",
  task: "title",
  title: "title",
  phase: "phase",
  milestone: "phase",
  deps: "dependencies",
  dependencies: "dependencies",
  "depends on": "dependencies",
  "blocked by": "dependencies",
  status: "status",
  state: "status",
  priority: "priority",
  prio: "priority",
  owner: "owner",
  assignee: "owner",
  estimate: "estimate",
  due: "due",
};

/** What the columns of a table are for, when its head names tasks and one more thing that tasks have; else undefined. */
export function taskColumns(head: string): readonly (TableField | undefined)[] | undefined {
  if (!head.includes("|")) return undefined;
  const cells = head.trim().replace(/^\|/, "").replace(/\|$/, "").split("|");
  const columns = cells.map((cell) => {
    const name = cell.trim().replaceAll("*", "").toLowerCase();
    return Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
  });
  const known = new Set(columns.filter((column) => column !== undefined));
  return known.has("title") && known.size > 1 ? columns : undefined;
}

/** The rows of a table whose columns are known; a row without a title is left out. A cell that is a checkbox is the status, whatever its column. */
export function readTableRows(
  text: string,
  { table, base }: { readonly table: Table; readonly base: number },
  columns: readonly (TableField | undefined)[],
): readonly TableRow[] {
  return table.children.slice(1).flatMap((row): readonly TableRow[] => {
    const fields = new Map<TableField, TableCellText>();
    row.children.forEach((cell, index) => {
      const found = cellText(
        text,
        base + (cell.position?.start.offset ?? 0),
        base + (cell.position?.end.offset ?? 0),
      );
      const field =
        columns[index] ?? (readCheckbox(found.text, 0)?.end === found.text.length ? "status" : undefined);
      if (field !== undefined && found.text !== "" && !fields.has(field)) fields.set(field, found);
    });
    const title = fields.get("title");
    if (title === undefined) return [];
    const offset = base + (row.position?.start.offset ?? 0);
    return [{ offset, start: title.offset, end: title.offset + title.text.length, fields }];
  });
}

/** The source between the pipes of a cell. */
function cellText(text: string, from: number, to: number): TableCellText {
  let start = from;
  let end = to;
  while (start < end && /[\s|]/.test(text.charAt(start))) start += 1;
  while (end > start && /[\s|]/.test(text.charAt(end - 1)) && text[end - 2] !== "\\") end -= 1;
  return { text: text.slice(start, end), offset: start };
}
