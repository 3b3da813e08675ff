import { CanaryError } from "@canary/core";

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SPAN = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/** Milliseconds of `30s`, `1h30m`, `2d` behind an option, where a bare number is seconds; undefined where it was not given. Throws CANARY_USAGE. */
export function parseTimeSpan(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const span = /^\d+(?:\.\d+)?$/.test(text) ? `${text}s` : text;
  if (SPAN.test(span)) {
    let total = 0;
    for (const [, amount = "", unit = ""] of span.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
      total += Number(amount) * (UNITS_MS[unit] ?? 0);
    }
    if (total > 0) return Math.round(total);
  }
  throw new CanaryError(`--${option} needs a time such as 90s, 10m or 1h30m, found "${text}"`, {
    code: "CANARY_USAGE",
    hint: `Give a number with its unit, for example --${option}=10m; without one it is seconds.`,
  });
}
