import type { Table, TableCell } from "mdast";
import { readCheckbox } from "../items/checkbox.ts";
import type { CheckboxMarks } from "../items/checkbox.ts";
import { skipMarkers } from "./source-lines.ts";

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
  "task id": "id",
  task: "title",
  title: "title",
  "task name": "title",
  "task title": "title",
  "work item": "title",
  phase: "phase",
  milestone: "phase",
  deps: "dependencies",
  dependency: "dependencies",
  dependencies: "dependencies",
  "depends on": "dependencies",
  "blocked by": "dependencies",
  status: "status",
  state: "status",
  priority: "priority",
  prio: "priority",
  owner: "owner",
  assignee: "owner",
  "assigned to": "owner",
  estimate: "estimate",
  effort: "estimate",
  due: "due",
  "due date": "due",
  deadline: "due",
};

/** What the columns of a table are for, when its head names tasks and one more thing that tasks have; else undefined. */
export function taskColumns(head: string): readonly (TableField | undefined)[] | undefined {
  if (!head.includes("|")) return undefined;
  const columns = readColumns(head);
  const known = new Set(columns.filter((column) => column !== undefined));
  return known.has("title") && known.size > 1 ? columns : undefined;
}

/** What each column of a table's head is for; undefined for what tasks do not have. */
export function readColumns(head: string): readonly (TableField | undefined)[] {
  return columnNames(head).map((cell) => {
    const name = cell.replaceAll("*", "").toLowerCase();
    return Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
  });
}

export function columnNames(head: string): readonly string[] {
  const cells = head.trim().replace(/^\|/, "").replace(/\|$/, "").split("|");
  return cells.map((cell) => cell.trim());
}

/** The first box of a row that belongs to no item, and how many there are. */
interface BoxedCells {
  readonly offset: number;
  readonly count: number;
}

export interface TableReading {
  readonly rows: readonly TableRow[];
  /** Checkboxes at the start of cells that say nothing about an item, one place for each row. */
  readonly strayBoxes: readonly BoxedCells[];
  /** Offsets of rows of a table of tasks that have no title, and no checkbox either. */
  readonly emptyRows: readonly number[];
}

interface TableSource {
  readonly table: Table;
  readonly base: number;
  readonly marks: CheckboxMarks;
}

/**
 * The rows of a table of tasks; none when its columns are not known. A row without a title is no item.
 * A cell that is a checkbox is the status, whatever its column, and so is a checkbox before the title.
 */
export function readTable(
  text: string,
  { table, base, marks }: TableSource,
  columns: readonly (TableField | undefined)[] | undefined,
): TableReading {
  const rows: TableRow[] = [];
  const strayBoxes: BoxedCells[] = [];
  const emptyRows: number[] = [];
  table.children.forEach((row, index) => {
    const cells = row.children.map((node) => cellText(text, base, node));
    const offset = base + (row.position?.start.offset ?? 0);
    const item =
      columns === undefined || index === 0 ? undefined : readRow({ offset, cells, columns }, marks);
    if (item !== undefined) rows.push(item);
    const status = item?.fields.get("status");
    const boxes = cells
      .map((cell) => skipMarkers(text, cell.offset, cell.offset + cell.text.length))
      .filter((at) => at !== status?.offset && readCheckbox(text, at, marks) !== undefined);
    const [first] = boxes;
    if (first !== undefined) strayBoxes.push({ offset: first, count: boxes.length });
    else if (
      columns !== undefined &&
      item === undefined &&
      index > 0 &&
      cells.some((cell) => cell.text !== "")
    )
      emptyRows.push(offset);
  });
  return { rows, strayBoxes, emptyRows };
}

interface SourceRow {
  readonly offset: number;
  readonly cells: readonly TableCellText[];
  readonly columns: readonly (TableField | undefined)[];
}

/** Undefined when the row has no title. */
function readRow({ offset, cells, columns }: SourceRow, marks: CheckboxMarks): TableRow | undefined {
  const fields = new Map<TableField, TableCellText>();
  cells.forEach((cell, index) => {
    for (const [field, found] of readCell(cell, columns[index], marks))
      if (found.text !== "" && !fields.has(field)) fields.set(field, found);
  });
  const title = fields.get("title");
  if (title === undefined) return undefined;
  return { offset, start: title.offset, end: title.offset + title.text.length, fields };
}

function readCell(
  cell: TableCellText,
  column: TableField | undefined,
  marks: CheckboxMarks,
): readonly (readonly [TableField, TableCellText])[] {
  const box = column === undefined || column === "title" ? readCheckbox(cell.text, 0, marks) : undefined;
  if (box === undefined) return column === undefined ? [] : [[column, cell]];
  const rest = cell.text.slice(box.end);
  const status = { text: cell.text.slice(0, box.end), offset: cell.offset };
  if (column === undefined) return rest === "" ? [["status", status]] : [];
  const title = { text: rest.trim(), offset: cell.offset + cell.text.length - rest.trimStart().length };
  return [
    ["status", status],
    ["title", title],
  ];
}

/** The source between the pipes of a cell. */
function cellText(text: string, base: number, { position }: TableCell): TableCellText {
  let start = base + (position?.start.offset ?? 0);
  let end = base + (position?.end.offset ?? 0);
  while (start < end && /[\s|]/.test(text.charAt(start))) start += 1;
  while (end > start && /[\s|]/.test(text.charAt(end - 1)) && text[end - 2] !== "\\") end -= 1;
  return { text: text.slice(start, end), offset: start };
}
