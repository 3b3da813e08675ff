import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { canaryConfigSchema } from "@canary/core/schemas";
import { parseYamlDocument } from "@canary/core/yaml-document";
import { parsePlaybook } from "../src/index.ts";

const document = readFileSync(join(import.meta.dirname, "../../../docs/playbooks.md"), "utf8");
const examples = [...document.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

test("docs/playbooks.md has examples", () => {
  expect(examples.length).toBeGreaterThan(1);
});

const isPlaybook = (text: string): boolean => /^kind: Playbook$/m.test(text);

test.each(examples.filter((text) => isPlaybook(text)))(
  "an example of docs/playbooks.md is a playbook: %#",
  (text) => {
    expect(parsePlaybook(text, "docs/playbooks.md").diagnostics).toEqual([]);
  },
);

test.each(examples.filter((text) => !isPlaybook(text)))(
  "what is no playbook there is a canary.yaml: %#",
  (text) => {
    expect(parseYamlDocument(text, { file: "docs/playbooks.md", schema: canaryConfigSchema }).ok).toBe(true);
  },
);
