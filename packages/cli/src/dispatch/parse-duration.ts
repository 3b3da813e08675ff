import { CanaryError } from "@canary/core";

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of a duration such as `90s`, `10m`, `2h`, `3d`; undefined for anything else. */
export function durationOf(text: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(s|m|min|h|d|w)$/.exec(text.trim()) ?? [];
  const milliseconds = Number(count) * (UNITS[unit ?? ""] ?? Number.NaN);
  return milliseconds > 0 ? Math.round(milliseconds) : undefined;
}

/** The duration that an option gives, in milliseconds; throws CANARY_USAGE for anything else. */
export function parseDuration(option: string, text: string): number {
  const milliseconds = durationOf(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new CanaryError(`--${option} is "${text}"`, {
    code: "CANARY_USAGE",
    hint: "Give a duration such as 90s, 10m, 2h or 3d.",
  });
}
