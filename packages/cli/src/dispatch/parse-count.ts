import { CanaryError } from "@canary/core";

export interface CountOptions {
  /** Name of the option, without hyphens. */
  readonly option: string;
  readonly fallback: number;
  readonly least: number;
}

/** The whole number that an option gives; throws CANARY_USAGE for anything else. */
export function parseCount(text: string | undefined, { option, fallback, least }: CountOptions): number {
  if (text === undefined) return fallback;
  const count = Number(text);
  if (text.trim() !== "" && Number.isInteger(count) && count >= least) return count;
  throw new CanaryError(`--${option} is "${text}"`, {
    code: "CANARY_USAGE",
    hint: `Give a whole number from ${least} on.`,
  });
}
