const MASK = "***";

const NAME =
  "(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|client-key-data)";
const ASSIGNED = `${NAME}\\\\?["']?\\s{0,4}[:=]\\s{0,4}`;

/** Text shapes that carry a secret: the part to keep is group 1, the secret follows it. Each is linear on any input. */
const SECRET_SHAPES: readonly RegExp[] = [
  /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@:]{0,200}:)[^\s/@]{1,400}(?=@)/gi,
  /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{20,400}(?=@)/gi,
  /\b((?:authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:basic|token)|bearer)\s{1,4})[\w.~+/=-]{8,}/gi,
  new RegExp(`(${ASSIGNED}\\\\?")[^"\\n]+`, "gi"),
  new RegExp(`(${ASSIGNED}\\\\?')[^'\\n]+`, "gi"),
  new RegExp(`(${ASSIGNED})[^\\s"',;\\\\]+`, "gi"),
  /(--[a-z-]{0,40}(?:password|token|secret|api-key)\s{1,4})(?!-)[^\s"',;]+/gi,
  /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[^-]+/g,
];

/** An option whose next word is a secret. */
const SECRET_OPTION = /^--?[a-z-]{0,40}(?:password|passphrase|token|secret|api-key)$/i;

/** The words of a command line, each masked as by `maskSecrets`; also the word after an option such as `--password`. */
export function maskArguments(argv: readonly string[], values: readonly string[] = []): readonly string[] {
  return argv.map((word, index) =>
    SECRET_OPTION.test(argv[index - 1] ?? "") ? MASK : maskSecrets(word, values),
  );
}

/**
 * Replaces credentials in URLs, authorisation headers, `password=…`-like pairs and options, private keys and the given
 * literal values (of at least four characters) by `***`.
 */
export function maskSecrets(text: string, values: readonly string[] = []): string {
  let masked = text;
  // The longest first: a value may be the beginning of another.
  for (const value of values.toSorted((a, b) => b.length - a.length)) {
    if (value.length >= 4) masked = masked.replaceAll(value, MASK);
  }
  for (const shape of SECRET_SHAPES) masked = masked.replace(shape, `$1${MASK}`);
  return masked;
}
