/** The words of a simple shell line: quotes are removed, a comment ends it. Expansions are left as they are. */
export function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [whole] of line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'#]|(?<=\S)#)+|#.*/g)) {
    if (whole.startsWith("#")) break;
    words.push(whole.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
  }
  return words;
}

/** The `canary` command lines in a shell line, such as those inside `$(…)`. */
export function canaryLinesIn(line: string): readonly (readonly string[])[] {
  const inner = [...line.matchAll(/\$\((canary [^)]*)\)/g)].map((match) => match[1] ?? "");
  return [line, ...inner]
    .map((each) => wordsOf(each))
    .filter(([program]) => program === "canary")
    .map((words) => words.slice(1));
}
