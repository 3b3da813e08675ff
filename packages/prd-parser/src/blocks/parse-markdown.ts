import type { Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import type { Processor } from "unified";
import { unified } from "unified";
import { readLines } from "./line.ts";

const RULE_CHARACTERS = /^[ \t>*+.)\d|:-]*$/;

const commonMark = unified().use(remarkParse).freeze();
const githubMarkdown = unified().use(remarkParse).use(remarkGfm).use(withoutTaskLists).freeze();

/** The tree of a text in GitHub's Markdown, its checkboxes left in the text, where they are read from. */
export function parseGithubMarkdown(text: string): Root {
  return githubMarkdown.parse(text);
}

/** The same blocks, by the shorter way where no table and no footnote can be. */
export function parseMarkdown(text: string): Root {
  return text.includes("[^") || mayHoldTable(text) ? parseGithubMarkdown(text) : commonMark.parse(text);
}

/** Whether some line may be the rule under the head of a table. */
function mayHoldTable(text: string): boolean {
  for (const { first, end } of readLines(text)) {
    const line = text.slice(first, end);
    if ((line.includes("|") || line.includes(":")) && RULE_CHARACTERS.test(line)) return true;
  }
  return false;
}

/** GitHub's own checkboxes would move the positions of the text after them. */
function withoutTaskLists(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: ["tasklistCheck"] } }];
}
