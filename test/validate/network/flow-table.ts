import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../support/markdown.ts";

/** The document that says who may talk to whom. */
export const GUIDE = "docs/guides/security.md";

/** A row of the documentation: who, to whom, on which port, and whether the policies let it through. */
export interface DocumentedFlow {
  readonly from: string;
  readonly to: string;
  /** As it stands there: `9898` or `53/UDP`. */
  readonly port: string;
  readonly isAllowed: boolean;
  /** Where it holds: everywhere, in one environment's overlays, or where the overlay for ACME is taken in. */
  readonly where: "local" | "remote" | "acme" | undefined;
}

const ROW = /^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| (yes|no)(?:, (local|remote|acme))? \|/;

/** The rows of the Markdown tables whose last column is a verdict: yes, no, and the environment where only that one has it. */
function readFlowTable(markdown: string): readonly DocumentedFlow[] {
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

/** The rows of the guide. */
export function readFlows(): readonly DocumentedFlow[] {
  return readFlowTable(readFileSync(join(ROOT, GUIDE), "utf8"));
}
