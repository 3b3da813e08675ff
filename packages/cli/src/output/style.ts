type Paint = (text: string) => string;

/** What a colour says. */
export type Meaning = "bold" | "dim" | "good" | "bad" | "warn" | "accent";

/** Colours by meaning; each is the identity where colour is off. */
export interface Style extends Readonly<Record<Meaning, Paint>> {
  readonly hasColor: boolean;
}

/** SGR codes of ECMA-48: what opens and what closes. */
const CODES: Readonly<Record<Meaning, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  accent: [36, 39],
};

export function createStyle(hasColor: boolean): Style {
  const paint = (name: Meaning): Paint => {
    const [open, close] = CODES[name];
    return hasColor ? (text) => `\u001b[${open}m${text}\u001b[${close}m` : (text) => text;
  };
  return {
    hasColor,
    bold: paint("bold"),
    dim: paint("dim"),
    good: paint("good"),
    bad: paint("bad"),
    warn: paint("warn"),
    accent: paint("accent"),
  };
}
