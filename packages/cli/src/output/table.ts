import { cutText, isPlain, widthOf } from "./cut-text.ts";

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Colours the padded cell. */
  readonly paint?: (text: string, row: Row) => string;
  /** Gives way first when the terminal is narrow. */
  readonly isFlexible?: boolean;
  /** Is left out when the terminal is still too narrow; the last such column goes first. */
  readonly isOptional?: boolean;
}

export interface TableOptions {
  readonly columns: number;
  readonly paintTitle: (text: string) => string;
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
  const all = columns.map((column) => measureColumn(column, rows));
  const shown = fitColumns(all, options.columns);
  const titles = shown.map(({ measured, width }) => options.paintTitle(fit(measured.column.title, width)));
  const cells = shown.map(({ measured, width }) => fitColumn(measured, width, rows));
  // Thousands of rows are put together before the compiler has warmed up: one loop, and it only collects.
  const parts = [titles.join(GAP)];
  for (let at = 0; at < rows.length; at += 1) {
    for (let index = 0; index < cells.length; index += 1) {
      parts.push(index === 0 ? "\n" : GAP, cells[index]?.[at] ?? "");
    }
  }
  return `${parts.join("").replace(/(?<! ) +$/gm, "")}\n`;
}

interface MeasuredColumn<Row> {
  readonly column: Column<Row>;
  readonly texts: readonly string[];
  /** Terminal cells of the widest text, the title included. */
  readonly width: number;
  /** Whether every character of every text takes one terminal cell. */
  readonly areAllPlain: boolean;
}

function measureColumn<Row>(column: Column<Row>, rows: readonly Row[]): MeasuredColumn<Row> {
  const texts = rows.map(column.cell);
  const areAllPlain = isPlain(texts.join(""));
  let width = column.title.length;
  for (const text of texts) {
    const own = areAllPlain ? text.length : widthOf(text);
    if (own > width) width = own;
  }
  return { column, texts, width, areAllPlain };
}

function fitColumn<Row>(
  { column, texts, areAllPlain, width: widest }: MeasuredColumn<Row>,
  width: number,
  rows: readonly Row[],
): readonly string[] {
  const isFitting = areAllPlain && widest <= width;
  const fitted = texts.map((text) => (isFitting ? text.padEnd(width) : fit(text, width)));
  const { paint } = column;
  return paint === undefined ? fitted : rows.map((row, at) => paint(fitted[at] ?? "", row));
}

/** The text in exactly `width` terminal cells: padded with blanks, or cut. */
function fit(text: string, width: number): string {
  const cut = cutText(text, width);
  return cut + " ".repeat(Math.max(0, width - widthOf(cut)));
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
