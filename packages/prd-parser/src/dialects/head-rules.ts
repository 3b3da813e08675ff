import { bracketedDependencies } from "./dependencies.ts";
import type { HeadRule } from "./head-rule.ts";
import { leadingId } from "./leading-id.ts";
import { trailingId } from "./trailing-id.ts";

/** Every kind of metadata that an item's line may have at its ends; earlier ones are tried first. */
export const HEAD_RULES: readonly HeadRule[] = [leadingId, trailingId, bracketedDependencies];
