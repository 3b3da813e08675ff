const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const REPLACEMENT = "\uFFFD";

export interface DecodedBytes {
  readonly text: string;
  /** Offsets in `text` of the replacement characters that stand for one byte that is not UTF-8. */
  readonly invalid: readonly number[];
}

/** UTF-8 to text; a byte that belongs to no sequence becomes one U+FFFD. A byte order mark is kept. */
export function decodeUtf8(bytes: Uint8Array): DecodedBytes {
  const parts: string[] = [];
  const invalid: number[] = [];
  let length = 0;
  let valid = 0;
  const add = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  for (let at = 0; at < bytes.length;) {
    const size = sequenceLength(bytes, at);
    if (size === 0) {
      if (valid < at) add(decoder.decode(bytes.subarray(valid, at)));
      invalid.push(length);
      add(REPLACEMENT);
      valid = at + 1;
    }
    at += Math.max(size, 1);
  }
  if (valid < bytes.length) add(decoder.decode(bytes.subarray(valid)));
  return { text: parts.join(""), invalid };
}

/** Bytes of the well-formed sequence that starts at `at`, 1 to 4; 0 when there is none (RFC 3629, section 4). */
export function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const size = sizeOfLead(lead);
  if (size < 2) return size;
  const second = bytes[at + 1] ?? 0;
  if (second < lowestSecond(lead) || second > highestSecond(lead)) return 0;
  for (let index = at + 2; index < at + size; index += 1) if (!isContinuation(bytes[index])) return 0;
  return size;
}

export function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte <= 0xbf;
}

/** Bytes that `text` takes in UTF-8, from offset `start` to `end`; a lone surrogate takes three. */
export function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (isPair(text, at)) {
      bytes += 4;
      at += 1;
    } else bytes += 3;
  }
  return bytes;
}

function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xff_ff;
}

function sizeOfLead(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

function lowestSecond(lead: number): number {
  if (lead === 0xe0) return 0xa0;
  return lead === 0xf0 ? 0x90 : 0x80;
}

function highestSecond(lead: number): number {
  if (lead === 0xed) return 0x9f;
  return lead === 0xf4 ? 0x8f : 0xbf;
}
