const FACTORS: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** The number that a quantity of Kubernetes stands for: cores, bytes, or pieces. */
export function parseQuantity(text: string | number): number {
  const [, digits = "", suffix = ""] = /^([0-9.]+)([a-zA-Z]*)$/.exec(String(text)) ?? [];
  const factor = FACTORS[suffix];
  if (digits === "" || factor === undefined) throw new Error(`no quantity: ${text}`);
  return Number(digits) * factor;
}
