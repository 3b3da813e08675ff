import { describe, expect, it } from "vitest";
import { explainLine, parsePrdText } from "../src/index.ts";

/** Kinds of the boxes below a piece of text, in a document that has a task too. */
function kindsBelow(above: string): readonly string[] {
  const text = `- [ ] Work\n\n${above}\n- [ ] One\n- [ ] Two\n  - [ ] Three\n`;
  return parsePrdText(text, { file: "x.md" })
    .document.tasks.slice(1)
    .map(({ kind }) => kind);
}

describe("boxes under a label", () => {
  it.each([
    "**Acceptance criteria:**\n",
    "**Acceptance criteria**:\n",
    "**Acceptance Criteria:**",
    "__Definition of Done:__\n",
    "**Success criteria**\n",
    "**✅ Features:**\n",
    "## Must-have\n",
    "## Nice-to-have\n",
    "## Should have\n",
    "What the team agreed on:\n**Acceptance criteria:**\n",
    "**Acceptance criteria:**\n\n<!-- AC:BEGIN -->",
    "**Acceptance criteria:**\n\n* [ ] Zero\n",
  ])("are criteria under %j", (above) => {
    expect(new Set(kindsBelow(above))).toEqual(new Set(["criterion"]));
  });

  it.each([
    "**Acceptance criteria** are in the wiki, and this is work:\n",
    "**Acceptance criteria:** see the wiki\n",
    "Acceptance **criteria:**\n",
    "**Notes:**\n",
    "**Acceptance criteria:**\n\nSee the wiki.\n",
    "**Acceptance criteria:**\n\n***\n",
    "**Acceptance criteria:**\n\n## Work\n",
    "**Acceptance criteria:**\n\n- see the wiki\n***\n",
    "```\n**Acceptance criteria:**\n```\n",
    "> **Acceptance criteria:**\n",
  ])("are tasks under %j", (above) => {
    expect(kindsBelow(above)).toEqual(["task", "task", "task"]);
  });

  it.each(["- Features", "- **Features:**", "- **Definition of Done**"])(
    "are criteria under the bullet %s, at any depth",
    (bullet) => {
      const text = `- [ ] Work\n${bullet}\n  - [ ] One\n    - [ ] Two\n- [ ] More work\n`;
      const { tasks } = parsePrdText(text, { file: "x.md" }).document;
      expect(tasks.map(({ kind }) => kind)).toEqual(["task", "criterion", "criterion", "task"]);
    },
  );

  it("name the label in their explanation", () => {
    const text = "- [ ] Work\n\n  **Acceptance criteria:**\n\n  - [ ] One\n    - [ ] Two\n";
    for (const line of [5, 6])
      expect(explainLine(text, { file: "x.md", line })?.reasons).toContain(
        'it is a criterion because it stands under "**Acceptance criteria:**"',
      );
  });
});
