import { COMMANDS } from "../../packages/cli/src/commands/index.ts";
import { parseArguments } from "../../packages/cli/src/dispatch/parse-arguments.ts";

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
    .map((words) => words.slice(words.findIndex((word) => !/^(sudo|env|[A-Z_]+=.*)$/.test(word))))
    .filter(([program]) => program === "canary")
    .map((words) => words.slice(1));
}

/** What is wrong with the words behind `canary`, or undefined. */
export function faultOfCanary(words: readonly string[]): string | undefined {
  if (words.length === 1 && ["--version", "-V", "--help", "-h"].includes(words[0] ?? "")) return undefined;
  const command = COMMANDS.find(({ path }) => path.every((part, index) => words[index] === part));
  if (command === undefined) return "no such command";
  try {
    parseArguments(command, words.slice(command.path.length), {});
    return undefined;
  } catch (error) {
    return String(error);
  }
}
