import type { Phase } from "@canary/core";
import { slugOf } from "@canary/core";
import type { SourceText } from "../source/source-text.ts";
import type { PhaseHeading } from "./phase-heading.ts";
import type { PhaseSection, SectionRole } from "./section-roles.ts";

export interface PhaseTable {
  readonly phases: readonly Phase[];
  /** The phase that a role puts an item in. */
  readonly phaseOf: (role: SectionRole | undefined) => Phase | undefined;
}

/**
 * The phases that hold items, in document order. `Phase N` headings are the phases where any of them holds an item;
 * only else numbered headings are. A phase that is continued under an equal heading stays one.
 */
export function assignPhases(roles: readonly (SectionRole | undefined)[], source: SourceText): PhaseTable {
  const isNamed = roles.some((role) => role?.named !== undefined);
  const pick = (role: SectionRole | undefined): PhaseSection | undefined =>
    isNamed ? role?.named : role?.numbered;
  const builder = new PhaseBuilder(
    source,
    roles.map((role) => pick(role)?.heading.number),
  );
  const places = roles.map(pick).filter((place) => place !== undefined);
  for (const place of places) if (place.isReference !== true) builder.add(place);
  for (const place of places) builder.add(place);
  return {
    phases: builder.phases.sort((a, b) => a.source.offset - b.source.offset),
    phaseOf: (role) => {
      const phase = pick(role);
      return phase === undefined ? undefined : builder.bySection.get(phase);
    },
  };
}

class PhaseBuilder {
  readonly phases: Phase[] = [];
  readonly bySection = new Map<PhaseSection, Phase>();
  readonly #byHeading = new Map<string, Phase>();
  readonly #source: SourceText;
  readonly #ids = new Set<string>();
  readonly #taken: Set<number | undefined>;

  constructor(source: SourceText, numbers: readonly (number | undefined)[]) {
    this.#source = source;
    this.#taken = new Set(numbers);
  }

  add(place: PhaseSection): void {
    if (this.bySection.has(place)) return;
    const { heading, section } = place;
    const key = `${heading.number ?? ""} ${heading.title.toLowerCase()}`;
    const known = this.#byHeading.get(key) ?? (place.isReference === true ? this.#named(heading) : undefined);
    const phase: Phase = known ?? {
      id: this.#uniqueId(heading.id ?? slugOf(heading.title)),
      number: heading.number ?? this.#nextNumber(),
      title: heading.title,
      priority: heading.priority ?? null,
      source: this.#source.locate(section.offset),
    };
    if (known === undefined) this.phases.push(phase);
    this.#byHeading.set(key, phase);
    this.bySection.set(place, phase);
  }

  /** The phase that a table means: by number, else by title. */
  #named({ number, title }: PhaseHeading): Phase | undefined {
    const wanted = slugOf(title);
    return this.phases.find((phase) =>
      number === undefined ? slugOf(phase.title) === wanted : phase.number === number,
    );
  }

  #nextNumber(): number {
    let number = (this.phases.at(-1)?.number ?? 0) + 1;
    while (this.#taken.has(number)) number += 1;
    this.#taken.add(number);
    return number;
  }

  #uniqueId(wanted: string): string {
    let id = wanted;
    for (let count = 2; this.#ids.has(id); count += 1) id = `${wanted}-${count}`;
    this.#ids.add(id);
    return id;
  }
}
