import { describe, expect, it } from "vitest";
import { documentIdOf } from "../src/document-id.ts";

const everywhere = (): boolean => true;
const nowhere = (): boolean => false;

describe("the id of a document", () => {
  it.each([
    ["PRD.md", "prd"],
    ["docs/prd/Infra.md", "docs-prd-infra"],
    ["docs/blue-green.markdown", "docs-blue-green"],
  ])("is made of the path of %s", (file, id) => {
    expect(documentIdOf(file, [], everywhere)).toBe(id);
  });

  it("is another one where two paths look alike", () => {
    const first = { file: "docs/a.md", id: documentIdOf("docs/a.md", [], everywhere) };
    const second = documentIdOf("docs-a.md", [first], everywhere);
    expect(first.id).toBe("docs-a");
    expect(second).toMatch(/^docs-a-[a-z0-9]{4}$/);
    expect(documentIdOf("docs_a.md", [first], everywhere)).not.toBe(second);
  });

  it("stays what the store calls the file", () => {
    const documents = [
      { file: "docs-a.md", id: "docs-a" },
      { file: "docs/a.md", id: "shop" },
    ];
    expect(documentIdOf("docs-a.md", documents, everywhere)).toBe("docs-a");
    expect(documentIdOf("docs/a.md", documents, everywhere)).toBe("shop");
  });

  it("goes with a document whose file was renamed", () => {
    expect(documentIdOf("docs-a.md", [{ file: "docs/a.md", id: "docs-a" }], nowhere)).toBe("docs-a");
  });
});
