import { readPlainText } from "../blocks/parse-markdown.ts";

/** Longer texts are no headings that anybody reads; they keep their Markdown. */
const LONGEST = 1000;
const MARKUP = /[\\`*_[\]<>]|&[#\w]/;
const PICTOGRAPH = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F\u200D\s]/u;
const WORD_START = /[\p{L}\p{N}([{"'`<$@/.~]/u;

/** What a reader sees of inline Markdown: no emphasis, code or link syntax. */
export function plainText(markdown: string): string {
  const text = markdown.trim();
  if (text.length > LONGEST || !MARKUP.test(text)) return text;
  return readPlainText(text.replaceAll(/[\r\n]+/g, " "));
}

/** The text without emoji and dashes before it and emoji after it. */
export function stripDecoration(text: string): string {
  const start = text.search(WORD_START);
  if (start === -1) return "";
  let end = text.length;
  for (;;) {
    const last = lastCharacter(text, end);
    if (!PICTOGRAPH.test(last)) return text.slice(start, end);
    end -= last.length;
  }
}

/** The character before `end`, of one or two UTF-16 units. */
function lastCharacter(text: string, end: number): string {
  const pair = text.slice(Math.max(end - 2, 0), end);
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : pair.slice(-1);
}
