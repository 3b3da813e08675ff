import { cutText, isPlain, widthOf } from "./cut-text.ts";
import type { Style } from "./style.ts";

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Cells of the widest text that there can be, where that is known: no row is asked, and the column keeps its width. */
  readonly widest?: number;
  /** Whether every character of every text takes one terminal cell, where that is known: then no text is looked at. */
  readonly arePlain?: boolean;
  /** Colours the padded cell. */
  readonly paint?: (text: string, row: Row) => string;
  /** Gives way first when the terminal is narrow. */
  readonly isFlexible?: boolean;
  /** Is left out when the terminal is still too narrow; the last such column goes first. */
  readonly isOptional?: boolean;
}

export interface TableOptions {
  /** Of the terminal. */
  readonly columns: number;
  readonly out: Style;
}

const GAP = "  ";
const NARROWEST = 12;

/**
 * Rows in aligned columns that fit the terminal, no line with blanks at its end: first the flexible column is cut with an
 * ellipsis, then optional columns are left out, then the widest are cut.
 */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions,
): string {
  return [...tablePages(rows, columns, options)].join("");
}

/** The same in pieces, so that the text of a long table is never in memory as a whole. */
export function* tablePages<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { columns: available, out }: TableOptions,
): Generator<string> {
  const isRoomy = available === Number.POSITIVE_INFINITY;
  const all = columns.map((column, index) =>
    // The last column is as wide as it likes where nothing has to fit.
    isRoomy && index === columns.length - 1
      ? { column, width: column.title.length, areAllPlain: true }
      : measureColumn(column, rows),
  );
  const shown = fitColumns(all, available);
  const titles = shown.map(({ measured, width }) => out.dim(fit(measured.column.title, width)));
  const writers = shown.map((column, index) =>
    createCellWriter(column, { isLast: index === shown.length - 1, hasColor: out.hasColor }),
  );
  yield `${titles.join(GAP).trimEnd()}\n`;
  for (let at = 0; at < rows.length; at += PAGE) yield renderPage(rows.slice(at, at + PAGE), writers);
}

/** Rows that are put together at a time: what is made for them is gone before the collector has to move it. */
const PAGE = 1024;

/** The text of a row's cell, with the gap behind it unless it is the last. */
type CellWriter<Row> = (row: Row) => string;

/** Thousands of rows are put together before the compiler has warmed up: plain loops, and one text at the end. */
function renderPage<Row>(rows: readonly Row[], writers: readonly CellWriter<Row>[]): string {
  const parts: string[] = [];
  let hasEmptyEnd = false;
  for (const row of rows) {
    let cell = "";
    for (let index = 0; index < writers.length; index += 1) {
      cell = writers[index]?.(row) ?? "";
      parts.push(cell);
    }
    hasEmptyEnd ||= cell === "";
    parts.push("\n");
  }
  const page = parts.join("");
  return hasEmptyEnd ? page.replaceAll(/(?<! ) +$/gm, "") : page;
}

interface MeasuredColumn<Row> {
  readonly column: Column<Row>;
  /** Terminal cells of the widest text, the title included. */
  readonly width: number;
  /** Whether every character of every text takes one terminal cell. */
  readonly areAllPlain: boolean;
}

function measureColumn<Row>(column: Column<Row>, rows: readonly Row[]): MeasuredColumn<Row> {
  const { cell, title, widest, arePlain = false } = column;
  if (widest !== undefined) return { column, width: Math.max(widest, title.length), areAllPlain: true };
  let all = "";
  let before = "";
  let longest = title.length;
  for (const row of rows) {
    const text = cell(row);
    if (text === before) continue;
    before = text;
    if (!arePlain) all += text;
    if (text.length > longest) longest = text.length;
  }
  if (isPlain(all)) return { column, width: longest, areAllPlain: true };
  const width = rows.reduce((widest, row) => Math.max(widest, widthOf(cell(row))), title.length);
  return { column, width, areAllPlain: false };
}

/**
 * Writes one column's cells: painted, and but for the last one as wide as the column, with a gap. Neighbours are often the
 * same, and the last answer is as good for them.
 */
function createCellWriter<Row>(
  { measured, width }: ShownColumn<Row>,
  { isLast, hasColor }: { readonly isLast: boolean; readonly hasColor: boolean },
): CellWriter<Row> {
  const { cell, paint } = measured.column;
  const isFitting = measured.areAllPlain && measured.width <= width;
  const isPainted = hasColor && paint !== undefined;
  if (isLast && isFitting && !isPainted) return cell;
  const padding = isLast ? 0 : width;
  const gap = isLast || isPainted ? "" : GAP;
  let before: string | undefined;
  let fitted = "";
  const write = (row: Row): string => {
    const text = cell(row);
    if (text === before) return fitted;
    before = text;
    fitted = isFitting ? text.padEnd(padding + gap.length) : fit(text, width, isLast) + gap;
    return fitted;
  };
  if (!isPainted) return write;
  return isLast ? (row) => paint(write(row), row) : (row) => paint(write(row), row) + GAP;
}

/** The text cut to `width` terminal cells, and padded with blanks to them unless it is the last of its line. */
function fit(text: string, width: number, isLast = false): string {
  const cut = cutText(text, width);
  return isLast ? cut : cut + " ".repeat(Math.max(0, width - widthOf(cut)));
}

interface ShownColumn<Row> {
  readonly measured: MeasuredColumn<Row>;
  readonly width: number;
}

function fitColumns<Row>(
  columns: readonly MeasuredColumn<Row>[],
  available: number,
): readonly ShownColumn<Row>[] {
  let shown = narrowFlexible(columns, available);
  while (excessOf(shown, available) > 0) {
    const last = shown.findLastIndex(({ measured }) => measured.column.isOptional);
    if (last < 0) break;
    const rest = shown.filter((_, index) => index !== last).map(({ measured }) => measured);
    shown = narrowFlexible(rest, available);
  }
  for (let excess = excessOf(shown, available); excess > 0; excess -= 1) {
    const widest = Math.max(...shown.map(({ width }) => width));
    if (widest <= 1) break;
    const wide = shown.findLast(({ width }) => width === widest);
    shown = shown.map((each) => (each === wide ? { ...each, width: widest - 1 } : each));
  }
  return shown;
}

/** How many cells too wide the columns are. */
function excessOf(columns: readonly { readonly width: number }[], available: number): number {
  return columns.reduce((sum, { width }) => sum + width, GAP.length * (columns.length - 1)) - available;
}

function narrowFlexible<Row>(
  columns: readonly MeasuredColumn<Row>[],
  available: number,
): readonly ShownColumn<Row>[] {
  const excess = Math.max(0, excessOf(columns, available));
  return columns.map((measured) => {
    const { column, width } = measured;
    const isCut = excess > 0 && column.isFlexible === true && width > NARROWEST;
    return { measured, width: isCut ? Math.max(NARROWEST, width - excess) : width };
  });
}
