import { distance } from "fastest-levenshtein";

/** The candidates most like `text`, best first, at most three; none that differ in more than half of their letters. */
export function nearest(text: string, candidates: readonly string[]): readonly string[] {
  const wanted = text.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, cost: costOf(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, cost }) => cost <= Math.max(2, candidate.length / 2))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

function costOf(wanted: string, candidate: string): number {
  return wanted.length > 2 && candidate.includes(wanted) ? 0 : distance(wanted, candidate);
}
