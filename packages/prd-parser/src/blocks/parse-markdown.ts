import type { Root } from "mdast";
import { toString } from "mdast-util-to-string";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import type { Processor } from "unified";
import { unified } from "unified";
import { readLines } from "./line.ts";

/**
 * Everything of micromark that works inside a paragraph. Blocks do not depend on it, titles are taken from the source,
 * and some of it takes quadratic time on bad input. GitHub's checkboxes are among it: they would move the positions of the text after them.
 */
const INLINE_CONSTRUCTS = [
  "attention",
  "autolink",
  "characterEscape",
  "characterReference",
  "codeText",
  "emailAutolink",
  "gfmFootnoteCall",
  "gfmPotentialFootnoteCall",
  "hardBreakEscape",
  "htmlText",
  "labelEnd",
  "labelStartImage",
  "labelStartLink",
  "protocolAutolink",
  "strikethrough",
  "tasklistCheck",
  "wwwAutolink",
];
const RULE_CHARACTERS = /^[ \t>*+.)\d|:-]*$/;

const commonMark = unified().use(remarkParse).freeze();
const commonMarkBlocks = unified().use(remarkParse).use(withoutInlines).freeze();
const githubBlocks = unified().use(remarkParse).use(remarkGfm).use(withoutInlines).freeze();

/** What a reader sees of one line of Markdown. */
export function readPlainText(line: string): string {
  return toString(commonMark.parse(`# ${line}`)).trim();
}

/** The blocks of a text in GitHub's Markdown; each paragraph is one text. */
export function parseGithubBlocks(text: string): Root {
  return githubBlocks.parse(text);
}

/** The same, by the shorter way where no table and no footnote can be. */
export function parseBlocks(text: string): Root {
  return text.includes("[^") || mayHoldTable(text) ? parseGithubBlocks(text) : commonMarkBlocks.parse(text);
}

/** Whether some line may be the rule under the head of a table. */
function mayHoldTable(text: string): boolean {
  for (const { first, end } of readLines(text)) {
    const line = text.slice(first, end);
    if ((line.includes("|") || line.includes(":")) && RULE_CHARACTERS.test(line)) return true;
  }
  return false;
}

function withoutInlines(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: INLINE_CONSTRUCTS } }];
}
