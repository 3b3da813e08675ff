import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortHash, slugOf } from "../src/slug.ts";

describe("slugOf", () => {
  it.each([
    ["Blue-green delivery", "blue-green-delivery"],
    ["Install Argo CD!", "install-argo-cd"],
    ["  src/__init__.py  ", "src-init-py"],
    ["Überprüfung für Café", "uberprufung-fur-cafe"],
    ["🚀 Launch ✅", "launch"],
    ["ＡＢＣ１２", "abc12"],
  ])("%j becomes %s", (text, slug) => expect(slugOf(text)).toBe(slug));

  it("is cut at a word, within 32 characters", () => {
    expect(slugOf("Create the namespaces of the platform and its applications")).toBe(
      "create-the-namespaces-of-the",
    );
  });

  it("cuts a single long word", () => {
    expect(slugOf("a".repeat(40))).toBe("a".repeat(32));
  });

  it.each(["基盤を準備する", "Подготовка", "🚀", "", "---"])("%j becomes a short hash", (text) => {
    expect(slugOf(text)).toBe(`x${shortHash(text)}`);
  });

  it("has one shape for every text and is the same every time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const slug = slugOf(text);
        expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(32);
        expect(slugOf(text)).toBe(slug);
        expect(slugOf(slug)).toBe(slug);
      }),
    );
  });
});

describe("shortHash", () => {
  // FNV-1a of "" is its offset basis, of "a" 0xe40c292c: http://www.isthe.com/chongo/tech/comp/fnv/
  it.each([
    ["", 2_166_136_261],
    ["a", 0xe4_0c_29_2c],
    ["foobar", 0xbf_9c_f9_68],
  ])("of %j is FNV-1a", (text, hash) => expect(shortHash(text)).toBe(hash.toString(36).padStart(7, "0")));

  it("has seven characters", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(shortHash(text)).toMatch(/^[0-9a-z]{7}$/);
      }),
    );
  });
});
