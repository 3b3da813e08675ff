const PLAIN_WORD = /^[\w@%+=:,./-]+$/;
const MASK = "***";

/** A command as a line that a shell would read as the same words; for people to read and copy, it is never run. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(quoted).join(" ");
}

function quoted(word: string): string {
  return PLAIN_WORD.test(word.replaceAll(MASK, "x")) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
