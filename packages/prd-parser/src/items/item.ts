import type { Priority, TaskKind, TaskStatus } from "@canary/core";
import type { Section } from "../structure/sections.ts";

/** A name of another item, as the source has it. */
export interface Reference {
  readonly text: string;
  readonly offset: number;
}

/** What an item says about itself in its own words, apart from its title. */
export interface ItemFacts {
  readonly id?: string;
  readonly aliases?: readonly string[];
  readonly priority?: Priority;
  readonly dependencies?: readonly Reference[];
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
}

/** An item between the outline and the document: found, not yet named and linked. */
export interface Item {
  /** Offset of its list marker. */
  readonly offset: number;
  readonly title: string;
  readonly kind: TaskKind;
  readonly status: TaskStatus;
  /** A checkbox, and not a numbered step, a row or a paragraph. */
  readonly isBox: boolean;
  readonly section: Section | undefined;
  readonly facts: ItemFacts;
  readonly details: readonly string[];
  /** Id of its phase. */
  readonly phase: string | null;
  /** Priority of its phase. */
  readonly phasePriority: Priority | null;
}
