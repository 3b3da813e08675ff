import { fitText, widthOf } from "./fit-text.ts";

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
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const widths = columns.map((column, index) =>
    Math.max(widthOf(column.title), ...cells.map((line) => widthOf(line[index] ?? ""))),
  );
  shrink(widths, columns, options.columns);
  const titles = columns.map((column, index) =>
    options.paintTitle(fitText(column.title, widths[index] ?? 0)),
  );
  const body = cells.map((line, at) =>
    columns.map((column, index) => {
      const text = fitText(line[index] ?? "", widths[index] ?? 0);
      const row = rows[at];
      return column.paint === undefined || row === undefined ? text : column.paint(text, row);
    }),
  );
  return [titles, ...body].map((line) => `${line.join(" ".repeat(GAP)).trimEnd()}\n`).join("");
}

function shrink(widths: number[], columns: readonly Column<never>[], available: number): void {
  const total = widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
  const flexible = columns.findIndex((column) => column.isFlexible);
  const excess = total - available;
  if (excess > 0 && flexible >= 0) {
    widths[flexible] = Math.max(NARROWEST, (widths[flexible] ?? 0) - excess);
  }
}
