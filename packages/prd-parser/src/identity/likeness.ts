/** How alike two titles must be, from 0 to 1, to be taken for one item that was reworded. */
export const LIKENESS_THRESHOLD = 0.6;

const LONGEST = 400;

/** Words of a title as they count for likeness: lower case, without marks. */
export function titleWords(title: string): readonly string[] {
  return title
    .slice(0, LONGEST)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/**
 * Likeness of two titles: the better of the Dice coefficient of their words and that of their letter pairs, 0 to 1.
 * Words see through a changed order, letter pairs through changed endings.
 */
export function likeness(one: string, other: string): number {
  const [words, otherWords] = [titleWords(one), titleWords(other)];
  return Math.max(dice(words, otherWords), dice(pairs(words), pairs(otherWords)));
}

function pairs(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => {
    const padded = ` ${word} `;
    return Array.from({ length: padded.length - 1 }, (_, index) => padded.slice(index, index + 2));
  });
}

function dice(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  const left = new Map<string, number>();
  for (const item of one) left.set(item, (left.get(item) ?? 0) + 1);
  let common = 0;
  for (const item of other) {
    const count = left.get(item) ?? 0;
    if (count === 0) continue;
    left.set(item, count - 1);
    common += 1;
  }
  return (2 * common) / (one.length + other.length);
}
