const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;
const SHAPE = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/**
 * A ULID (https://github.com/ulid/spec) for `now` that is greater than `floor`: where the clock does not say so, `floor`
 * plus one. Written by hand because loading the library costs a tenth of a whole `canary tasks list`.
 */
export function nextUlid(now: number, floor: string | undefined): string {
  const time = encode(Math.max(0, Math.trunc(now)), TIME_LENGTH);
  if (floor !== undefined && SHAPE.test(floor) && floor.slice(0, TIME_LENGTH) >= time)
    return increment(floor);
  let random = "";
  while (random.length < RANDOM_LENGTH) random += DIGITS[Math.floor(Math.random() * DIGITS.length)];
  return time + random;
}

function encode(value: number, length: number): string {
  let rest = value;
  let text = "";
  for (let index = 0; index < length; index += 1) {
    text = (DIGITS[rest % DIGITS.length] ?? "0") + text;
    rest = Math.floor(rest / DIGITS.length);
  }
  return text;
}

function increment(ulid: string): string {
  let end = ulid.length;
  while (end > 0 && ulid[end - 1] === "Z") end -= 1;
  const digit = DIGITS[DIGITS.indexOf(ulid[end - 1] ?? "0") + 1] ?? "0";
  return ulid.slice(0, Math.max(0, end - 1)) + digit + "0".repeat(ulid.length - end);
}
