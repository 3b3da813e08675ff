import { shortHash, slugOf } from "@canary/core";

const MAX_LENGTH = 32;
const MAX_PREFIX = 10;
const SHORT_PREFIX = 5;
const HASH_LENGTH = 4;

/**
 * The id of an item whose document gives it none: the beginning of its phase's id and a slug of its title, at most 32 characters.
 * A title that does not fit, or that has letters a slug cannot show, ends in four characters of a hash, so that
 * only equal titles can have equal ids. Depends on nothing but its two arguments.
 */
export function derivedId(phase: string | null, title: string): string {
  const prefix = phase === null ? "" : `${shortPhase(phase)}-`;
  const room = MAX_LENGTH - prefix.length;
  const isPlain = isAscii(title);
  const words = wordsOf(isPlain ? title : title.normalize("NFKD").replaceAll(/\p{M}/gu, ""));
  const slug = words.join("-");
  if (words.length === 0) return prefix + slugOf(title);
  if (slug.length <= room && (isPlain || !hasOtherLetters(title))) return prefix + slug;
  const hash = shortHash(`${phase ?? ""}\n${title}`).slice(-HASH_LENGTH);
  return `${prefix}${cutAtWord(words, room - HASH_LENGTH - 1)}-${hash}`;
}

/** Whether `id` is what `derivedId` gives, perhaps with a number for an equal title. */
export function isDerivedId(id: string, phase: string | null, title: string): boolean {
  const derived = derivedId(phase, title);
  return id === derived || (id.startsWith(`${derived}-`) && /^\d{1,9}$/.test(id.slice(derived.length + 1)));
}

/** Whole words up to ten characters, or the first five of a longer word. */
function shortPhase(phase: string): string {
  const [first = "", ...more] = phase.split("-");
  if (first.length > MAX_PREFIX) return first.slice(0, SHORT_PREFIX);
  let prefix = first;
  for (const word of more) {
    if (prefix.length + 1 + word.length > MAX_PREFIX) break;
    prefix += `-${word}`;
  }
  return prefix;
}

function cutAtWord(words: readonly string[], room: number): string {
  let slug = (words[0] ?? "").slice(0, room);
  for (const word of words.slice(1)) {
    if (slug.length + 1 + word.length > room) break;
    slug += `-${word}`;
  }
  return slug;
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

function hasOtherLetters(title: string): boolean {
  return /[^\p{ASCII}]/u.test(title.normalize("NFKD").replaceAll(/[^\p{L}\p{N}]/gu, ""));
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
