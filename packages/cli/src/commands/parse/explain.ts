import { CanaryError, envelope } from "@canary/core";
import type { LineExplanation } from "@canary/project/documents";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, CommandResult } from "../../command.ts";
import { parseCount } from "../../dispatch/parse-count.ts";
import { paintDiagnostic } from "./render-diagnostic.ts";
import type { ParseWork } from "./read-sources.ts";

const READINGS: Readonly<Record<LineExplanation["readAs"], string>> = {
  task: "a task",
  criterion: "a criterion",
  fragment: "a fragment: text that looks like an item and is none",
  alias: "another name of an item",
  detail: "a detail of an item",
  phase: "the heading of a phase",
  heading: "a heading",
  code: "code",
  html: "HTML",
  "front-matter": "front matter",
  requirement: "a requirement",
  metadata: "metadata",
  blank: "a blank line",
  text: "prose",
  unreadable: "nothing",
};

/** Says how one line of one document was read, and why. */
export function explainDocument(
  { documents, sources }: ParseWork,
  input: CommandInput,
  context: CliContext,
): CommandResult {
  const line = parseCount(input.value("explain"), { option: "explain", fallback: 1, least: 1 });
  const [source, other] = sources;
  if (source === undefined || other !== undefined) {
    throw new CanaryError("--explain looks at one document", {
      code: "CANARY_USAGE",
      hint: "Name one file: canary parse --explain 12 PRD.md",
    });
  }
  const named = { ...source, file: source.shownAs };
  const explanation = documents.explain(named, line);
  if (explanation === undefined) {
    throw new CanaryError(`${source.shownAs ?? "the document"} has no line ${line}`, {
      code: "CANARY_USAGE",
      hint: "Give the number of a line, counted from 1.",
    });
  }
  return {
    document: envelope("LineExplanation", explanation),
    text: () => render(explanation, context),
  };
}

function render({ file, line, text, ...rest }: LineExplanation, { out }: CliContext): string {
  const { item, readAs, reasons, diagnostics } = rest;
  const what = item === null ? READINGS[readAs] : `${READINGS[readAs]}: ${out.accent(item.id)} ${item.title}`;
  const lines = [
    `${out.dim(`${file}:${line}`)}  ${text.trim()}`,
    `  read as  ${what}`,
    ...reasons.map((reason, index) => `  ${index === 0 ? "because" : "       "}  ${reason}`),
    ...diagnostics.map((diagnostic) => `  ${paintDiagnostic(diagnostic, out)}`),
  ];
  return `${lines.join("\n")}\n`;
}
