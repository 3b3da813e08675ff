import type { DiagnosticSeverity } from "@canary/core";

interface FindingKind {
  readonly severity: DiagnosticSeverity;
  /** What it means, as one short sentence without an end. */
  readonly meaning: string;
}

/** Everything that the parser can report; docs/errors.md says what to do about each. */
export const FINDING_CODES = {
  "empty-document": { severity: "error", meaning: "The document has no text" },
  "binary-content": { severity: "error", meaning: "The document is no text in UTF-8" },
  "no-items": { severity: "error", meaning: "Nothing in the document is a task or a criterion" },
  "duplicate-id": { severity: "error", meaning: "Two items have the same id" },
  "dangling-dependency": { severity: "error", meaning: "An item depends on something that is not there" },
  "self-dependency": { severity: "error", meaning: "An item depends on itself" },
  "dependency-cycle": { severity: "error", meaning: "Items wait for each other in a circle" },
  "front-matter-invalid": { severity: "error", meaning: "The front matter is no valid YAML" },
  "checkbox-empty": { severity: "warning", meaning: "A checkbox has no text" },
  "checkbox-unknown": { severity: "warning", meaning: "The mark of a checkbox has no meaning" },
  "checkbox-spelling": { severity: "warning", meaning: "GitHub does not show this checkbox as one" },
  "checkbox-ambiguous": { severity: "info", meaning: "Tools disagree on what this mark means" },
  "checkbox-in-code": { severity: "info", meaning: "A checkbox stands in a code block" },
  "checkbox-in-comment": { severity: "warning", meaning: "A checkbox stands in HTML" },
  "checkbox-in-paragraph": { severity: "warning", meaning: "A checkbox is not right behind a list marker" },
  "checkbox-in-heading": { severity: "warning", meaning: "A checkbox stands in a heading" },
  "checkbox-in-table": { severity: "warning", meaning: "A checkbox stands in a cell that makes no item" },
  "checkbox-in-front-matter": { severity: "warning", meaning: "A checkbox stands in the front matter" },
  "row-empty": { severity: "warning", meaning: "A row of a table of tasks has no title" },
  "cell-unclear": { severity: "warning", meaning: "A cell of a table of tasks does not fit its column" },
  "status-unknown": { severity: "warning", meaning: "A table gives a status that is not known" },
  "dependency-elsewhere": { severity: "warning", meaning: "An item depends on one of another document" },
  "dependency-unclear": { severity: "warning", meaning: "A word in a list of dependencies names no item" },
  "near-miss": { severity: "info", meaning: "Something looks like items and is none" },
  "unclosed-fence": { severity: "warning", meaning: "A code block is not closed" },
  "nesting-too-deep": { severity: "warning", meaning: "Lists nest too deep to be read as a tree" },
  "template-placeholder": { severity: "warning", meaning: "A placeholder of a template was not filled in" },
  "mojibake-repaired": { severity: "info", meaning: "UTF-8 that was read as windows-1252 was repaired" },
  "mojibake-broken": { severity: "warning", meaning: "A wrongly decoded character cannot be repaired" },
  "not-utf8": { severity: "warning", meaning: "Some bytes are not UTF-8" },
  "phase-number-twice": { severity: "warning", meaning: "Two phases have the same number" },
  "phase-empty": { severity: "info", meaning: "A phase has no items" },
  "priority-tag-ignored": {
    severity: "info",
    meaning: "A converter made up the priorities of its task lines",
  },
} as const satisfies Record<string, FindingKind>;

export type FindingCode = keyof typeof FINDING_CODES;
