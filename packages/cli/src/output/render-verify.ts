import type { EvidenceState } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import type { Style } from "./style.ts";
import { renderTable } from "./table.ts";
import type { VerifyView } from "./verify-view.ts";

type Row = VerifyView["report"]["tasks"][number];

const STATES: Readonly<Record<EvidenceState, readonly [word: string, paint: keyof Style]>> = {
  true: ["✔ true", "good"],
  untrue: ["✖ untrue", "bad"],
  unknown: ["? unknown", "warn"],
  no_evidence: ["– no evidence", "dim"],
};

/** A verification for people: a row for each task, then why, then the boxes. */
export function renderVerify({ report }: VerifyView, context: CliContext): string {
  const { out, columns } = context;
  const { tasks, environment, summary, boxes } = report;
  if (tasks.length === 0) {
    return `Nothing to verify: no task of this choice is completed ${out.dim("(--open asks the others, too)")}\n`;
  }
  const table = renderTable<Row>(
    tasks,
    [
      { title: "TASK", cell: ({ task }) => task },
      {
        title: "EVIDENCE",
        cell: ({ state }) => STATES[state][0],
        paint: (text, { state }) => out[STATES[state][1]](text),
      },
      { title: "STATUS", cell: ({ status }) => status },
      { title: "TITLE", cell: ({ title }) => title, isFlexible: true },
    ],
    { columns, paintTitle: out.dim },
  );
  const counts = `${summary.true} true, ${summary.untrue} untrue, ${summary.unknown} unknown, ${summary.noEvidence} without evidence`;
  return [
    table,
    ...tasks.filter(({ because }) => because !== null).map((row) => renderWhy(row, out)),
    `\n${out.bold(counts)} ${out.dim(`environment ${environment}`)}\n`,
    ...(boxes === undefined ? [] : [renderBoxes(boxes, out)]),
  ].join("");
}

function renderWhy({ task, because, hint, log, state }: Row, out: Style): string {
  const lines = [`\n${out[STATES[state][1]](STATES[state][0])} ${out.bold(task)}`];
  lines.push(...(because ?? "").split("\n").map((line) => `  ${line}`));
  if (hint !== null) lines.push(`  ${out.accent("fix")} ${hint}`);
  if (log !== null) lines.push(`  ${out.dim("log")} ${log}`);
  return `${lines.join("\n")}\n`;
}

function renderBoxes(boxes: NonNullable<VerifyView["report"]["boxes"]>, out: Style): string {
  if (boxes.length === 0) return "\nNo box would be unticked.\n";
  const lines = boxes.flatMap(({ file, line, before, after, task }) =>
    after === null
      ? [`${file}:${line} ${out.warn(`${task}: its line holds no tick, or is not the one that was parsed`)}`]
      : [`${file}:${line}`, out.bad(`- ${before}`), out.good(`+ ${after}`)],
  );
  return `\n${out.bold("Boxes that the evidence would untick; nothing is written:")}\n${lines.join("\n")}\n`;
}
