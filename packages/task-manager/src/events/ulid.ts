const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;
const SHAPE = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/**
 * A ULID (https://github.com/ulid/spec) for `now` that is greater than `floor`: where the clock does not say so, `floor`
 * plus a random step, so that two branches that go on from one event do not give the same id twice. Written by hand because loading the library costs a tenth of a whole `canary tasks list`.
 */
export function nextUlid(now: number, floor: string | undefined): string {
  const time = encode(Math.max(0, Math.trunc(now)), TIME_LENGTH);
  if (floor !== undefined && SHAPE.test(floor) && floor.slice(0, TIME_LENGTH) >= time) return stepFrom(floor);
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

const LOW_LENGTH = 8;
const LOW_SIZE = DIGITS.length ** LOW_LENGTH;

function stepFrom(ulid: string): string {
  const high = ulid.slice(0, -LOW_LENGTH);
  const low = decode(ulid.slice(-LOW_LENGTH)) + 1 + Math.floor(Math.random() * (LOW_SIZE / 64));
  return low < LOW_SIZE
    ? high + encode(low, LOW_LENGTH)
    : increment(high) + encode(low - LOW_SIZE, LOW_LENGTH);
}

function decode(text: string): number {
  let value = 0;
  for (const digit of text) value = value * DIGITS.length + DIGITS.indexOf(digit);
  return value;
}

function increment(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "Z") end -= 1;
  const digit = DIGITS[DIGITS.indexOf(digits[end - 1] ?? "0") + 1] ?? "0";
  return digits.slice(0, Math.max(0, end - 1)) + digit + "0".repeat(digits.length - end);
}
