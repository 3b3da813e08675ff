import { CanaryError, nearest, slugOf } from "@canary/core";
import type { StoredPhase, StoreSnapshot } from "../snapshot/store-snapshot.ts";

type PhaseList = Pick<StoreSnapshot, "phases" | "defaultDocument">;

/**
 * The phase that a person's word means: its number, its id, its title, or a unique prefix of id or title. Where several
 * fit, those of the default document come first. Only phases of `document` count where one is given. Throws
 * CANARY_PHASE_UNKNOWN naming the nearest, CANARY_PHASE_AMBIGUOUS listing the candidates.
 */
export function findPhase(snapshot: PhaseList, text: string, document?: string | null): StoredPhase {
  const wanted = text.trim().toLowerCase();
  const phases =
    document === undefined || document === null
      ? snapshot.phases
      : snapshot.phases.filter((phase) => phase.document === document);
  const all = /^\d+$/.test(wanted)
    ? phases.filter(({ number }) => number === Number(wanted))
    : byName(phases, wanted);
  const own = all.filter((phase) => phase.document === snapshot.defaultDocument);
  const found = own.length > 0 ? own : all;
  const [first] = found;
  if (first === undefined) throw unknownPhase(text, phases);
  if (found.length > 1) throw ambiguousPhase(text, found);
  return first;
}

function byName(phases: readonly StoredPhase[], wanted: string): readonly StoredPhase[] {
  if (wanted === "") return [];
  const same = phases.filter(({ id }) => id.toLowerCase() === wanted);
  if (same.length > 0) return same;
  const namesOf = ({ id, title }: StoredPhase): readonly string[] => [
    id.toLowerCase(),
    slugOf(title),
    title.toLowerCase(),
  ];
  const exact = phases.filter((phase) => namesOf(phase).includes(wanted));
  return exact.length > 0
    ? exact
    : phases.filter((phase) => namesOf(phase).some((name) => name.startsWith(wanted)));
}

function label({ number, id, title }: StoredPhase): string {
  return `${number} ${id} (${title})`;
}

function unknownPhase(text: string, phases: readonly StoredPhase[]): CanaryError {
  const names = nearest(
    text,
    phases.flatMap(({ id, title }) => [...new Set([id, slugOf(title)])]),
  );
  const close = phases.filter(({ id, title }) => names.includes(id) || names.includes(slugOf(title)));
  const listed = close.length > 0 ? close : phases.slice(0, 12);
  return new CanaryError(`there is no phase "${text}"`, {
    code: "CANARY_PHASE_UNKNOWN",
    hint:
      phases.length === 0
        ? "The document has no phases; leave the phase out."
        : `${close.length > 0 ? "Did you mean" : "The phases are"}: ${listed.map((phase) => label(phase)).join(", ")}`,
    details: { value: text, nearest: close.map(({ id }) => id) },
  });
}

function ambiguousPhase(text: string, found: readonly StoredPhase[]): CanaryError {
  return new CanaryError(`"${text}" could be ${found.length} phases`, {
    code: "CANARY_PHASE_AMBIGUOUS",
    hint: `Name one of: ${found.map((phase) => label(phase)).join(", ")}`,
    details: { value: text, candidates: found.map(({ id }) => id) },
  });
}
