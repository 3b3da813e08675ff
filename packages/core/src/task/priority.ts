export const PRIORITIES = ["critical", "high", "medium", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];

const ALIASES: ReadonlyMap<string, Priority> = new Map(
  Object.entries({
    p0: "critical",
    p1: "high",
    p2: "medium",
    p3: "low",
    p4: "low",
    urgent: "critical",
    highest: "critical",
    normal: "medium",
    lowest: "low",
  } as const),
);

/** The priority that a word such as `High` or `P1` means, or undefined. */
export function parsePriority(text: string): Priority | undefined {
  const word = text.trim().toLowerCase();
  return PRIORITIES.find((priority) => priority === word) ?? ALIASES.get(word);
}
