import { CanaryError } from "@canary/core";

export interface CountOptions {
  /** Name of the option, without hyphens. */
  readonly option: string;
  readonly fallback: number;
  readonly least: number;
  /** True where it is an argument, which has no hyphens. */
  readonly isArgument?: true;
}

/** The whole number that an option gives; throws CANARY_USAGE for anything else. */
export function parseCount(text: string | undefined, options: CountOptions): number {
  const { option, fallback, least } = options;
  if (text === undefined) return fallback;
  const count = Number(text);
  if (text.trim() !== "" && Number.isInteger(count) && count >= least) return count;
  throw new CanaryError(`${options.isArgument === true ? "" : "--"}${option} is "${text}"`, {
    code: "CANARY_USAGE",
    hint: `Give a whole number from ${least} on.`,
  });
}
