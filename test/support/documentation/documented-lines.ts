import { canaryLinesIn, faultOfCanary } from "../command-line.ts";
import { readMarkdownFiles, shellLinesOf } from "../markdown.ts";
import type { MarkdownFile } from "../markdown.ts";

/** What is to be typed on a cluster, in the order in which a reader comes to it. */
const PAGES = [
  "docs/setup-guide.md",
  "docs/guides/platform.md",
  "docs/guides/ingress.md",
  "docs/guides/monitoring.md",
  "docs/guides/security.md",
  "docs/guides/upgrade.md",

  "docs/guides/disaster-recovery.md",
  "docs/runbooks/delivery.md",
  "docs/runbooks/platform.md",
  "docs/runbooks/podinfo.md",
  "docs/troubleshooting.md",
];

/** A command of the documentation, and where it stands. */
export interface DocumentedLine {
  readonly place: string;
  readonly text: string;
}

/**
 * Every command of the guides to the platform, each once: the lines of shell blocks, and code in sentences and tables that begins
 * with a program. What only speaks of a command is none: `canary run`, `kubectl exec`.
 */
export function documentedLines(): readonly DocumentedLine[] {
  const files = readMarkdownFiles();
  const lines = PAGES.flatMap((page) => {
    const file = files.find(({ path }) => path === page);
    if (file === undefined) throw new Error(`there is no ${page}`);
    return linesOf(file);
  });
  const seen = new Set<string>();
  return lines.filter(({ text }) => !seen.has(text) && seen.add(text));
}

/** Commands of one document: those in blocks before those in its sentences, which speak of what the blocks have shown. */
export function linesOf({ path, text }: MarkdownFile): readonly DocumentedLine[] {
  const inSentences = [...text.replaceAll(/^ *(```|~~~)[^]*?^ *\1/gm, "").matchAll(/`([^`\n]+)`/g)]
    .map(([, code = ""]) => code)
    .filter((code) => isCommand(code));
  return [
    ...shellLinesOf(text).map((line) => ({ place: `${path}:${line.line}`, text: line.text })),
    ...inSentences.map((code) => ({ place: path, text: code })),
  ];
}

const PROGRAM = /^(sudo (env ("[^"]*" )+)?)?(argocd|canary|curl|git|go|kubectl|make|scripts\/[\w.-]+) /;

function isCommand(code: string): boolean {
  if (!PROGRAM.test(code) || code.includes("…")) return false;
  const [canary] = canaryLinesIn(code);
  // A verb that asks for words, without them, is a name.
  if (canary !== undefined)
    return canary.some((word) => word.startsWith("-")) || faultOfCanary(canary) === undefined;
  const words = code.split(" ").filter((word) => !/^(sudo|env|"|-)/.test(word));
  return words.length > 2 || code.startsWith("make ");
}
