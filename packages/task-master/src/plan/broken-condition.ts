import type { Condition } from "../playbook/condition-schema.ts";
import type { EntryFiller } from "./entry-filler.ts";

/** The first of the conditions at this path of the playbook that does not hold, in words; null when all hold. */
export function brokenCondition(
  conditions: readonly Condition[],
  path: readonly PropertyKey[],
  filler: EntryFiller,
): string | null {
  for (const [index, condition] of conditions.entries()) {
    const value = filler.fillNow(condition.value, [...path, index, "value"]);
    if (!holds(condition, value)) return `${condition.value} is "${value}"`;
  }
  return null;
}

function holds({ equals, not, oneOf }: Condition, value: string): boolean {
  if (equals !== undefined && value !== equals) return false;
  if (not !== undefined && value === not) return false;
  return oneOf === undefined || oneOf.includes(value);
}
