import { describe, expect, it } from "vitest";
import { anchorsOf, linksOf, shellLinesOf } from "./markdown.ts";

describe("linksOf", () => {
  it.each([
    ["a link", "see [a](b.md)", ["b.md"]],
    ["a link with a title", 'see [a](b.md "B")', ["b.md"]],
    ["a link with an anchor", "[a](#b) and [c](d.md#e)", ["#b", "d.md#e"]],
    ["a link whose text is code", "[`a`](b.md)", ["b.md"]],
    ["an image inside a link", "[![a](b.png)](c.md)", ["b.png", "c.md"]],
    ["a definition", "[a]: b.md", ["b.md"]],
    ["code", "`[a](b.md)` and ``[`c`](d.md)``", []],
    ["a fence", "```md\n[a](b.md)\n```", []],
    ["a fence in a fence", "````md\n```\n[a](b.md)\n```\n````\n[c](d.md)", ["d.md"]],
    ["a checkbox", "- [ ] task (depends on x)", []],
  ])("%s", (_name, text, links) => {
    expect(linksOf(text).map((link) => link.text)).toEqual(links);
  });

  it("says in which line", () => {
    expect(linksOf("\n\n[a](b.md)")).toEqual([{ line: 3, text: "b.md" }]);
  });
});

describe("anchorsOf", () => {
  it.each([
    ["## Where to go next", "where-to-go-next"],
    ["### `canary.yaml`, and more", "canaryyaml-and-more"],
    ["## CANARY_STORE_LOCKED", "canary_store_locked"],
    ["## Phase 1: Infrastructure (Priority: Critical)", "phase-1-infrastructure-priority-critical"],
    ["## See [the guide](guide.md) ##", "see-the-guide"],
  ])("%s", (heading, anchor) => {
    expect([...anchorsOf(heading)]).toEqual([anchor]);
  });

  it("numbers repeated headings and leaves out those in fences", () => {
    expect([...anchorsOf("# A\n## A\n```sh\n# B\n```\n")]).toEqual(["a", "a-1"]);
  });
});

describe("shellLinesOf", () => {
  it("gives commands without prompt, comment and the text of other fences", () => {
    const text =
      "```sh\n$ make test   # all of it\n# nothing\n\ncanary doctor\n```\n```text\nmake it so\n```\n";
    expect(shellLinesOf(text)).toEqual([
      { line: 2, text: "make test" },
      { line: 5, text: "canary doctor" },
    ]);
  });

  it("joins continued lines", () => {
    expect(shellLinesOf("```bash\ncanary run \\\n  phase infra\n```\n")).toEqual([
      { line: 2, text: "canary run phase infra" },
    ]);
  });
});
