type Paint = (text: string) => string;

/** Colours by meaning; each is the identity where colour is off. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly accent: Paint;
}

/** SGR codes of ECMA-48: what opens and what closes. */
const CODES: Readonly<Record<keyof Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  accent: [36, 39],
};

export function createStyle(hasColor: boolean): Style {
  const paint = (name: keyof Style): Paint => {
    const [open, close] = CODES[name];
    return hasColor ? (text) => `\u001b[${open}m${text}\u001b[${close}m` : (text) => text;
  };
  return {
    bold: paint("bold"),
    dim: paint("dim"),
    good: paint("good"),
    bad: paint("bad"),
    warn: paint("warn"),
    accent: paint("accent"),
  };
}
