import { cutText, isPlain, widthOf } from "./cut-text.ts";

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Colours the padded cell. */
  readonly paint?: (text: string, row: Row) => string;
  /** Gives way first when the terminal is narrow. */
  readonly isFlexible?: boolean;
}

export interface TableOptions {
  readonly columns: number;
  readonly paintTitle: (text: string) => string;
}

const GAP = "  ";
const NARROWEST = 12;

/** Rows in aligned columns that fit the terminal: the flexible column is cut with an ellipsis, no line has blanks at its end. */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions,
): string {
  const measured = columns.map((column) => measureColumn(column, rows));
  const widths = shrink(measured, options.columns);
  const titles = measured.map(({ column }, at) => options.paintTitle(fit(column.title, widths[at] ?? 0)));
  const cells = measured.map((column, at) => fitColumn(column, widths[at] ?? 0, rows));
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

function shrink(measured: readonly MeasuredColumn<never>[], available: number): readonly number[] {
  const widths = measured.map(({ width }) => width);
  const excess = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1)) - available;
  if (excess <= 0) return widths;
  return measured.map(({ column, width }) =>
    column.isFlexible === true ? Math.max(NARROWEST, width - excess) : width,
  );
}
