import { bracketedDependencies } from "./dependencies.ts";
import type { HeadRule } from "./head-rule.ts";
import { inlineField } from "./inline-field.ts";
import { leadingId } from "./leading-id.ts";
import { obsidianTasks } from "./obsidian-tasks.ts";
import { ownerAndTag } from "./owner-and-tag.ts";
import { priorityMark } from "./priority-mark.ts";
import { specKitMark } from "./spec-kit.ts";
import { trailingId } from "./trailing-id.ts";

/** Every kind of metadata that an item's line may have at its ends; earlier ones are tried first. */
export const HEAD_RULES: readonly HeadRule[] = [
  leadingId,
  specKitMark,
  priorityMark,
  trailingId,
  bracketedDependencies,
  obsidianTasks,
  inlineField,
  ownerAndTag,
];
