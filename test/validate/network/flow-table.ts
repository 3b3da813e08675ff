/** A row of the documentation: who, to whom, on which port, and whether the policies let it through. */
export interface DocumentedFlow {
  readonly from: string;
  readonly to: string;
  /** As it stands there: `9898` or `53/UDP`. */
  readonly port: string;
  readonly isAllowed: boolean;
  /** Where it holds: everywhere, or in one environment's overlays. */
  readonly where: "local" | "remote" | undefined;
}

const ROW = /^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| (yes|no)(?:, (local|remote))? \|/;

/** The rows of the Markdown tables whose last column is a verdict: yes, no, and the environment where only that one has it. */
export function readFlowTable(markdown: string): readonly DocumentedFlow[] {
  return markdown.split("\n").flatMap((line) => {
    const [, from = "", to = "", port = "", verdict, where] = ROW.exec(line) ?? [];
    if (verdict === undefined) return [];
    const plain = (cell: string): string => cell.replaceAll("`", "").trim();
    const isAllowed = verdict === "yes";
    return [
      {
        from: plain(from),
        to: plain(to),
        port: plain(port),
        isAllowed,
        where: where as DocumentedFlow["where"],
      },
    ];
  });
}
