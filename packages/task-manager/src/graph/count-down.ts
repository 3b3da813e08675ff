/** One less of what is counted at this place; true when that was the last. */
export function countDown(counts: Uint32Array, place: number): boolean {
  const left = (counts[place] ?? 0) - 1;
  counts[place] = left;
  return left === 0;
}
