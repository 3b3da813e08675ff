import { cutText, widthOf } from "./cut-text.ts";

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

const GAP = 2;
const NARROWEST = 12;

/** Rows in aligned columns that fit the terminal: the flexible column is cut with an ellipsis, no line has blanks at its end. */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions,
): string {
  const titles = columns.map((column) => measure(column.title));
  const cells = rows.map((row) => columns.map((column) => measure(column.cell(row))));
  const widths = titles.map((title, index) =>
    cells.reduce((most, line) => Math.max(most, line[index]?.width ?? 0), title.width),
  );
  shrink(widths, columns, options.columns);
  const gap = " ".repeat(GAP);
  const head = titles.map((title, index) => options.paintTitle(fit(title, widths[index] ?? 0))).join(gap);
  const body = rows.map((row, at) =>
    columns
      .map((column, index) => {
        const text = fit(cells[at]?.[index] ?? EMPTY, widths[index] ?? 0);
        return column.paint === undefined ? text : column.paint(text, row);
      })
      .join(gap),
  );
  return [head, ...body].map((line) => `${line.trimEnd()}\n`).join("");
}

/** A text with the terminal cells it takes, measured once. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

const EMPTY: Cell = { text: "", width: 0 };

function measure(text: string): Cell {
  return { text, width: widthOf(text) };
}

/** The cell in exactly `width` terminal cells: padded with blanks, or cut. */
function fit(cell: Cell, width: number): string {
  const { text, width: own } = cell.width <= width ? cell : measure(cutText(cell.text, width));
  return text + " ".repeat(Math.max(0, width - own));
}

function shrink(widths: number[], columns: readonly Column<never>[], available: number): void {
  const total = widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
  const flexible = columns.findIndex((column) => column.isFlexible);
  const excess = total - available;
  if (excess > 0 && flexible >= 0) {
    widths[flexible] = Math.max(NARROWEST, (widths[flexible] ?? 0) - excess);
  }
}
