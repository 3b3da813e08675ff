import type { Diagnostic, PrdDocument, PrdTask, TaskStatus } from "@canary/core";
import { linkFindings } from "./document/link-findings.ts";
import { readParts } from "./document/read-parts.ts";
import { inTextOrder, toDiagnostics } from "./document/reporter.ts";
import { countDocument } from "./document/statistics.ts";
import { assignIds } from "./identity/assign-ids.ts";
import { CHECKBOX_MARKS } from "./items/checkbox.ts";
import type { Item } from "./items/item.ts";
import { resolveDependencies } from "./links/resolve-dependencies.ts";
import { openSource } from "./source/open-source.ts";
import type { SourceText } from "./source/source-text.ts";

export interface ParsePrdOptions {
  /** Name of the document in locations and diagnostics; nothing is read from it. */
  readonly file: string;
  /** Meanings of checkbox marks, by what stands between the brackets; they come before the usual ones, such as `{"-": "in_progress"}`. */
  readonly marks?: Readonly<Record<string, TaskStatus>>;
}

export interface ParsedPrd {
  readonly document: PrdDocument;
  /** Everything that was found wrong or odd, in the order of the text; the same as in the document. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses a PRD in Markdown: its phases, tasks, criteria, requirements and what it says about itself.
 * Pure and total: the same input gives the same output, and bad input gives diagnostics, never an exception.
 * Content that cannot be a PRD has an error diagnostic `empty-document`, `no-items` or `binary-content`.
 * Lines and columns count from 1, offsets are in bytes of the original file.
 */
export function parsePrdText(source: string | Uint8Array, options: ParsePrdOptions): ParsedPrd {
  const opened = openSource(source, options.file);
  if (opened.isUnreadable)
    return { document: emptyDocument(opened.diagnostics), diagnostics: opened.diagnostics };
  const parts = readParts(opened.source, { ...CHECKBOX_MARKS, ...options.marks });
  const named = assignIds(parts.items);
  const resolved = resolveDependencies(named, parts.phases);
  const tasks = named.map(({ item, id }): PrdTask => {
    const dependencies = resolved.dependencies.get(id) ?? [];
    const priority = item.facts.priority ?? item.phasePriority ?? parts.defaultPriority;
    return { ...describe(item, opened.source), id, priority, dependencies };
  });
  const findings = [...parts.findings, ...linkFindings(named, resolved)];
  const diagnostics = inTextOrder([...opened.diagnostics, ...toDiagnostics(opened.source, findings)]);
  const document: PrdDocument = {
    metadata: parts.metadata,
    phases: parts.phases,
    tasks,
    requirements: parts.requirements,
    diagnostics,
    statistics: countDocument(tasks, parts.phases, parts.items),
  };
  return { document, diagnostics };
}

/** Everything of a task that depends on no other one; the id and what follows from it are filled in by the caller. */
function describe(item: Item, source: SourceText): Omit<PrdTask, "priority" | "dependencies"> {
  const { attributes } = item.facts;
  return {
    id: "",
    aliases: item.facts.aliases ?? [],
    title: item.title,
    kind: item.kind,
    phase: item.phase,
    section: item.section?.path ?? [],
    status: item.status,
    details: item.details,
    ...(attributes === undefined ? {} : { attributes }),
    source: source.locate(item.offset),
  };
}

function emptyDocument(diagnostics: readonly Diagnostic[]): PrdDocument {
  return {
    metadata: {
      title: null,
      project: null,
      document: null,
      version: null,
      date: null,
      status: null,
      owners: [],
    },
    phases: [],
    tasks: [],
    requirements: [],
    diagnostics,
    statistics: countDocument([], [], []),
  };
}
