import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parsePlaybook } from "../src/index.ts";

const document = readFileSync(join(import.meta.dirname, "../../../docs/playbooks.md"), "utf8");
const examples = [...document.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

test("docs/playbooks.md has examples", () => {
  expect(examples.length).toBeGreaterThan(1);
});

test.each(examples)("an example of docs/playbooks.md is a playbook: %#", (text) => {
  expect(parsePlaybook(text, "docs/playbooks.md").diagnostics).toEqual([]);
});
