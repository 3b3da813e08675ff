const MAX_LENGTH = 32;

/**
 * Lower-case Latin letters and digits joined by single hyphens, at most 32 characters, cut at a word where possible;
 * a short hash where the text has no Latin letter or digit.
 */
export function slugOf(text: string): string {
  const words = text
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  if (words.length === 0) return `x${shortHash(text)}`;
  let slug = (words[0] ?? "").slice(0, MAX_LENGTH);
  for (const word of words.slice(1)) {
    if (slug.length + 1 + word.length > MAX_LENGTH) break;
    slug += `-${word}`;
  }
  return slug;
}

/** Seven base-36 characters of the FNV-1a hash (offset basis 2166136261, prime 16777619); for names, not for security. */
export function shortHash(text: string): string {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 16_777_619);
  }
  return (hash >>> 0).toString(36).padStart(7, "0");
}
