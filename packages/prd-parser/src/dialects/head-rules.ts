import { bracketedDependencies } from "./dependencies.ts";
import type { NamedHeadRule } from "./head-rule.ts";
import { inlineField } from "./inline-field.ts";
import { leadingId } from "./leading-id.ts";
import { obsidianTasks } from "./obsidian-tasks.ts";
import { ownerAndTag } from "./owner-and-tag.ts";
import { priorityMark } from "./priority-mark.ts";
import { specKitMark } from "./spec-kit.ts";
import { trailingId } from "./trailing-id.ts";

/** Every kind of metadata that an item's line may have at its ends; earlier ones are tried first. */
export const HEAD_RULES: readonly NamedHeadRule[] = [
  { name: "an id in front", read: leadingId },
  { name: "a mark in front", read: specKitMark },
  { name: "a priority", read: priorityMark },
  { name: "an id behind the title", read: trailingId },
  { name: "dependencies in brackets", read: bracketedDependencies },
  { name: "a sign of Obsidian Tasks", read: obsidianTasks },
  { name: "a named field", read: inlineField },
  { name: "an owner, a tag or an estimate", read: ownerAndTag },
];
