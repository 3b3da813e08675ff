import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanEnvironment, createWorkspace } from "@canary/testkit";
import { ROOT } from "./support/markdown.ts";

const text = readFileSync(join(ROOT, "docs/api.md"), "utf8");

function blocksOf(language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, "g"))].map(
    ([, block = ""]) => block,
  );
}

const [prd = ""] = blocksOf("markdown");
const [playbook = ""] = blocksOf("yaml");
const outputs = blocksOf("text");
const examples = blocksOf("ts").map((code, index) => ({ number: index + 1, code, output: outputs[index] }));

describe("the examples of docs/api.md", () => {
  it("are there, each with what it prints", () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
    expect(examples.filter(({ output }) => output === undefined)).toEqual([]);
  });

  it.each(examples)("example $number prints what is said below it", ({ code, output }) => {
    const workspace = createWorkspace();
    workspace.write("PRD.md", prd);
    workspace.write("canary.yaml", "apiVersion: canary.dev/v1\n");
    workspace.write("playbooks/shop.yaml", playbook);
    workspace.write("example.mjs", code);
    symlinkSync(join(ROOT, "packages/cli/node_modules"), workspace.path("node_modules"));
    const { stdout, stderr } = spawnSync(process.execPath, ["example.mjs"], {
      cwd: workspace.directory,
      env: cleanEnvironment(workspace),
      encoding: "utf8",
    });
    expect({ stdout, stderr }).toEqual({ stdout: output, stderr: "" });
    workspace.remove();
  });
});
