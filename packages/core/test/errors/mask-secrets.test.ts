import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskSecrets } from "../../src/errors/mask-secrets.ts";

const SECRET = "hunter2hunter2";

describe("masks", () => {
  it.each([
    `https://alice:${SECRET}@example.org/repo.git`,
    `https://ghp_${SECRET}0123456789@github.com/a/b`,
    `Authorization: Bearer ${SECRET}`,
    `Authorization: Basic ${SECRET}`,
    `"authorization": "bearer ${SECRET}"`,
    `password=${SECRET}`,
    `password: ${SECRET}`,
    `DB_PASSWORD=${SECRET} make`,
    `ARGOCD_AUTH_TOKEN=${SECRET}`,
    `AWS_SECRET_ACCESS_KEY=${SECRET}`,
    `{"password": "${SECRET} with spaces ${SECRET}"}`,
    `passphrase = '${SECRET} ${SECRET}'`,
    `"{\\"token\\":\\"${SECRET}\\"}"`,
    `api_key=${SECRET}, next`,
    `client-key-data: ${SECRET.repeat(1000)}`,
    `argocd login --password ${SECRET} --insecure`,
    `tool --auth-token ${SECRET}`,
    `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----`,
  ])("%s", (text) => {
    const masked = maskSecrets(text);
    expect(masked).not.toContain(SECRET);
    expect(masked).toContain("***");
  });

  it("given values, wherever they stand", () => {
    expect(maskSecrets(`a${SECRET}b ${SECRET}`, [SECRET])).toBe("a***b ***");
  });

  it("a value of which another is the beginning", () => {
    expect(maskSecrets(`${SECRET}-longer`, [SECRET, `${SECRET}-longer`])).toBe("***");
  });

  it("a value that looks like a pattern", () => {
    expect(maskSecrets("see (a+)+$& here", ["(a+)+$&"])).toBe("see *** here");
  });

  it("keeps what stands around a secret", () => {
    expect(maskSecrets("https://alice:abc@example.org/x password=abc, done")).toBe(
      "https://alice:***@example.org/x password=***, done",
    );
  });

  it("a second time without a change", () => {
    const once = maskSecrets(`token: ${SECRET} https://a:${SECRET}@b`);
    expect(maskSecrets(once)).toBe(once);
  });
});

describe("leaves alone", () => {
  it.each([
    "https://example.org/a/b?c=d#e",
    "ssh://git@github.com/a/b.git",
    'secrets "podinfo-tls" not found',
    "secretName: podinfo-tls",
    "tokens: 5",
    "the password is wrong",
    "see http://127.0.0.1:8080/healthz",
  ])("%s", (text) => expect(maskSecrets(text)).toBe(text));

  it("given values of less than four characters", () => {
    expect(maskSecrets("a1b in abc", ["a1b"])).toBe("a1b in abc");
  });
});

it("finds a given value in any text", () => {
  const value = fc.stringMatching(/^[A-Za-z0-9+/]{8,40}$/);
  fc.assert(
    fc.property(value, fc.string(), fc.string(), (secret, before, after) => {
      expect(maskSecrets(`${before}${secret}${after}`, [secret])).not.toContain(secret);
    }),
  );
});

/** What makes a backtracking expression slow when it is repeated. */
const HOSTILE: Readonly<Record<string, string>> = {
  "one letter": "a",
  "words with dots": "a.",
  "words with hyphens": "a-",
  schemes: "a://",
  "long schemes": `${"a".repeat(20)}://${"b".repeat(200)}`,
  "user names": `a://${"b".repeat(399)}`,
  bearers: "bearer ",
  pairs: "password=",
  "names without a value": "token",
  "names and blanks": `password${" ".repeat(100)}`,
  "open quotes": 'password="',
  options: "--",
  "options without a value": "--token ",
  keys: "-----BEGIN PRIVATE KEY-----",
  "begun keys": `-----BEGIN ${"A".repeat(40)}`,
};

/** Milliseconds of processor time, the least of five, for a text of this length: how busy the machine is does not count. */
function leastMs(part: string, length: number): number {
  const text = part.repeat(Math.ceil(length / part.length));
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    maskSecrets(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

it.each(Object.entries(HOSTILE))("takes time in proportion to the length of %s", (_name, part) => {
  // Of eight times the length: about 8; what grows with the square takes 64 times as long.
  expect(leastMs(part, 400_000) / leastMs(part, 50_000)).toBeLessThan(32);
});
