/** Characters of the bytes 0x80 to 0x9F, as browsers decode windows-1252 (https://encoding.spec.whatwg.org/index-windows-1252.txt). */
const HIGH_CONTROLS =
  "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
  "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

const byteOf = new Map<string, number>();
for (let index = 0; index < HIGH_CONTROLS.length; index += 1)
  byteOf.set(HIGH_CONTROLS.charAt(index), 0x80 + index);

/**
 * The bytes that windows-1252 writes `text` with, or undefined when it cannot.
 * Own table: TextDecoder of Node 20 decodes 0x80 to 0x9F as latin1.
 */
export function encodeCp1252(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const byte = byteOfCharacter(text, index);
    if (byte === undefined) return undefined;
    bytes[index] = byte;
  }
  return bytes;
}

function byteOfCharacter(text: string, index: number): number | undefined {
  const code = text.charCodeAt(index);
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  return byteOf.get(text.charAt(index));
}
