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
  const characters = Array.from(text);
  let start = 0;
  while (start < characters.length && !WORD_START.test(characters[start] ?? "")) start += 1;
  let end = characters.length;
  while (end > start && PICTOGRAPH.test(characters[end - 1] ?? "")) end -= 1;
  return characters.slice(start, end).join("");
}
