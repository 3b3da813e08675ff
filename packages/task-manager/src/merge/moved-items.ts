/**
 * The items that must be moved to get from the order of `ranks` (each item's former place) to the present order: all
 * but a longest increasing run. O(n log n).
 */
export function movedItems<Item>(items: readonly Item[], rankOf: (item: Item) => number): ReadonlySet<Item> {
  const ranks = items.map((item) => rankOf(item));
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, rank] of ranks.entries()) {
    const length = lengthBefore(ends, ranks, rank);
    before.push(length === 0 ? -1 : (ends[length - 1] ?? -1));
    ends[length] = index;
  }
  const kept = new Set<number>();
  for (let index = ends.at(-1) ?? -1; index !== -1; index = before[index] ?? -1) kept.add(index);
  return new Set(items.filter((_, index) => !kept.has(index)));
}

/** How long the longest run is that ends below `rank`; binary search. */
function lengthBefore(ends: readonly number[], ranks: readonly number[], rank: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranks[ends[middle] ?? 0] ?? 0) < rank) low = middle + 1;
    else high = middle;
  }
  return low;
}
