import type { Diagnostic, PrdDocument, PrdTask, TaskStatus } from "@canary/core";
import { linkFindings } from "./document/link-findings.ts";
import type { DocumentParts } from "./document/read-parts.ts";
import { readParts } from "./document/read-parts.ts";
import { inTextOrder, toDiagnostics } from "./document/reporter.ts";
import { countDocument } from "./document/statistics.ts";
import { assignIds } from "./identity/assign-ids.ts";
import type { NamedItem } from "./identity/assign-ids.ts";
import { CHECKBOX_MARKS } from "./items/checkbox.ts";
import type { Item } from "./items/item.ts";
import { resolveDependencies } from "./links/resolve-dependencies.ts";
import type { ResolvedDependencies } from "./links/resolve-dependencies.ts";
import { openSource } from "./source/open-source.ts";
import type { SourceText } from "./source/source-text.ts";

export interface ParsePrdOptions {
  /** Name of the document in locations and diagnostics; nothing is read from it. */
  readonly file: string;
  /** Meanings of checkbox marks, by what stands between the brackets; they come before the usual ones, such as `{"-": "in_progress"}`. */
  readonly marks?: Readonly<Record<string, TaskStatus>>;
  /** Ids that items kept from earlier versions of the document, with those that this version by itself would give them. */
  readonly keptIds?: ReadonlyMap<string, string>;
}

/** A document with what it was made of; `parts` is undefined where nothing could be read. */
export interface AnalysedPrd {
  readonly document: PrdDocument;
  readonly source: SourceText;
  readonly parts: DocumentParts | undefined;
}

type Attributes = NonNullable<PrdTask["attributes"]>;

const NONE: readonly string[] = [];

/** All stages of the parser, one after the other. */
export function analysePrd(source: string | Uint8Array, options: ParsePrdOptions): AnalysedPrd {
  const opened = openSource(source, options.file);
  if (opened.isUnreadable)
    return { document: emptyDocument(opened.diagnostics), source: opened.source, parts: undefined };
  const parts = readParts(opened.source, { ...CHECKBOX_MARKS, ...options.marks });
  const named = assignIds(parts.items);
  const resolved = resolveDependencies(named, parts.phases, options.keptIds);
  const tasks = named.map((item) => taskOf(item, { source: opened.source, parts, resolved }));
  const findings = [...parts.findings, ...linkFindings(opened.source, named, resolved)];
  const document: PrdDocument = {
    metadata: parts.metadata,
    phases: parts.phases,
    tasks,
    requirements: parts.requirements,
    diagnostics: inTextOrder([...opened.diagnostics, ...toDiagnostics(opened.source, findings)]),
    statistics: countDocument(tasks, parts.phases, parts.items),
  };
  return { document, source: opened.source, parts };
}

interface Surroundings {
  readonly source: SourceText;
  readonly parts: DocumentParts;
  readonly resolved: ResolvedDependencies;
}

/** One literal, and one array for all that is empty: a document of 10 MB has some 200 000 of these. */
function taskOf({ item, id }: NamedItem, { source, parts, resolved }: Surroundings): PrdTask {
  const task: PrdTask = {
    id,
    aliases: item.facts.aliases ?? NONE,
    title: item.title,
    kind: item.kind,
    phase: item.phase,
    section: item.section?.path ?? NONE,
    status: item.status,
    details: item.details,
    source: source.locate(item.offset),
    priority: item.facts.priority ?? item.phasePriority ?? parts.defaultPriority,
    dependencies: resolved.dependencies.get(id) ?? NONE,
  };
  const attributes =
    item.kind === "task" ? mergedAttributes(parts.defaultAttributes, item) : item.facts.attributes;
  return attributes === undefined ? task : { ...task, attributes };
}

function mergedAttributes(defaults: Attributes, { facts }: Item): Attributes | undefined {
  if (Object.keys(defaults).length === 0) return facts.attributes;
  return { ...defaults, ...facts.attributes };
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
