import { relative } from "node:path";
import type { EvidenceState } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import type { Meaning, Style } from "./style.ts";
import { renderTable } from "./table.ts";
import type { VerifyView } from "./verify-view.ts";

type Row = VerifyView["report"]["tasks"][number];

const STATES: Readonly<Record<EvidenceState, readonly [word: string, paint: Meaning]>> = {
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
    { columns, out },
  );
  const counts = `${summary.true} true, ${summary.untrue} untrue, ${summary.unknown} unknown, ${summary.noEvidence} without evidence`;
  return [
    table,
    ...tasks.filter(({ because }) => because !== null).map((row) => renderWhy(row, context)),
    `\n${out.bold(counts)} ${out.dim(`environment ${environment}`)}\n`,
    ...(boxes === undefined ? [] : [renderBoxes(boxes, out)]),
  ].join("");
}

function renderWhy({ task, because, hint, log, state }: Row, { out, cwd }: CliContext): string {
  const lines = [`\n${out[STATES[state][1]](STATES[state][0])} ${out.bold(task)}`];
  lines.push(...(because ?? "").split("\n").map((line) => `  ${line}`));
  if (hint !== null) lines.push(`  ${out.accent("fix")} ${hint}`);
  if (log !== null) lines.push(`  ${out.dim("log")} ${relative(cwd, log)}`);
  return `${lines.join("\n")}\n`;
}

function renderBoxes(boxes: NonNullable<VerifyView["report"]["boxes"]>, out: Style): string {
  const ticked = boxes.flatMap(({ file, line, before, after }) =>
    after === null ? [] : [`${file}:${line}`, out.bad(`- ${before}`), out.good(`+ ${after}`)],
  );
  const others = boxes
    .filter(({ after }) => after === null)
    .map(
      ({ file, line, task }) => `${file}:${line} ${task}: this line is not ticked, or not as it was parsed`,
    );
  const head =
    ticked.length === 0
      ? "No box would be unticked."
      : "Boxes that the evidence would untick; nothing is written:";
  return `\n${[out.bold(head), ...ticked, ...others.map((line) => out.dim(line))].join("\n")}\n`;
}
