const MASK = "***";

/** Text shapes that carry a secret: the part to keep is group 1, the secret follows it. Each is linear on any input. */
const SECRET_SHAPES: readonly RegExp[] = [
  /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@:]{0,200}:)[^\s/@]{1,400}(?=@)/gi,
  /\b((?:authorization:\s{0,4})?bearer\s{1,4})[\w.~+/=-]{8,4000}/gi,
  /\b((?:password|passwd|secret|token|api[_-]?key|client-key-data)["']?\s{0,4}[:=]\s{0,4}["']?)[^\s"',;]{1,4000}/gi,
  /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[^-]{1,20000}/g,
];

/** Replaces credentials in URLs, bearer tokens, `password=…`-like pairs, private keys and the given literal values by `***`. */
export function maskSecrets(text: string, values: readonly string[] = []): string {
  let masked = text;
  for (const value of values) if (value.length >= 4) masked = masked.replaceAll(value, MASK);
  for (const shape of SECRET_SHAPES) masked = masked.replace(shape, `$1${MASK}`);
  return masked;
}
