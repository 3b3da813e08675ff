import { CanaryError, nearest } from "@canary/core";

export interface ChoiceOptions<Value> {
  /** Name of the option, without hyphens. */
  readonly name: string;
  readonly parse: (text: string) => Value | undefined;
  readonly known: readonly string[];
}

/** The values that the words mean; throws CANARY_VALUE_UNKNOWN naming the nearest. */
export function parseChoices<Value>(
  words: readonly string[],
  options: ChoiceOptions<Value>,
): readonly Value[] {
  return words.map((word) => {
    const value = options.parse(word);
    if (value !== undefined) return value;
    const like = nearest(word, options.known)[0];
    throw new CanaryError(`"${word}" is no ${options.name}`, {
      code: "CANARY_VALUE_UNKNOWN",
      hint: `${like === undefined ? "" : `Did you mean ${like}? `}Known: ${options.known.join(", ")}.`,
      details: { option: options.name, value: word, known: options.known },
    });
  });
}
