import fc from "fast-check";
import { expect, test } from "vitest";
import { LineMasker } from "../src/run/line-masker.ts";
import { secretForms } from "../src/run/secret-forms.ts";

function masked(chunks: readonly Buffer[], secrets: readonly string[]): string {
  const masker = new LineMasker(secretForms(secrets));
  return chunks.map((chunk) => masker.push(chunk)).join("") + masker.finish();
}

test("a secret is masked wherever a chunk is cut", () => {
  const secret = "päss-wörd-0123";
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.array(fc.nat(200)), (before, after, cuts) => {
      const bytes = Buffer.from(`${before}${secret}${after}`);
      const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
      expect(masked(chunks, [secret])).not.toContain(secret);
    }),
  );
});

test("a private key is masked whole though it comes line by line", () => {
  const key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n";
  const text = masked(
    `a\n${key}b\n`.split("").map((character) => Buffer.from(character)),
    [],
  );
  expect(text).not.toContain("MIIEvQIBADANBg");
  expect(text).not.toContain("kqhkiG9w0BAQEF");
  expect(text.startsWith("a\n")).toBe(true);
  expect(text.endsWith("b\n")).toBe(true);
});

test("a line without end does not grow without bound and stays masked", () => {
  const masker = new LineMasker(["secret-value"]);
  let out = "";
  for (let index = 0; index < 400; index += 1)
    out += masker.push(Buffer.from(`${"x".repeat(1020)}secret-value`));
  expect(out.length).toBeGreaterThan(100_000);
  expect(out + masker.finish()).not.toContain("secret-value");
});

test("what holds no secret comes out as it went in", () => {
  expect(masked([Buffer.from("one\ntw"), Buffer.from("o\nthree")], [])).toBe("one\ntwo\nthree\n");
});
