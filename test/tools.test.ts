import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "./support/markdown.ts";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

describe("the checkers of tools/", () => {
  const module = read("tools/go.mod");
  const { components } = parse(read("infra/platform/versions.yaml")) as {
    components: Readonly<Record<string, { version: string; source: { module?: string } }>>;
  };

  it.each(["helm", "kustomize"])("render with the %s that Argo CD renders with", (name) => {
    const component = components[name];
    expect(module).toContain(`${component?.source.module} v${component?.version} //`);
  });

  it("are all tools, and need no newer Go than the cluster's programs", () => {
    const required = [...module.matchAll(/^\t(\S+) v\S+ \/\/ indirect$/gm)].map((match) => match[1] ?? "");
    const tools = [...module.matchAll(/^\t([^\s]+)$/gm)].map((match) => match[1] ?? "");
    expect(tools.filter((tool) => !required.some((name) => tool.startsWith(name)))).toEqual([]);
    const goOf = (text: string): string => /^go (\S+)$/m.exec(text)?.[1] ?? "";
    expect(goOf(module)).toBe(goOf(read("infra/local-cluster/mod/argocd/go.mod")));
  });

  it("from Python are pinned with a hash each", () => {
    const wanted = read("tools/requirements.in").trim().split("\n");
    const locked = read("tools/requirements.txt").split(/\n(?=\S)/);
    expect(wanted.filter((line) => !locked.some((each) => each.startsWith(`${line} \\`)))).toEqual([]);
    expect(locked.filter((each) => !each.includes("--hash=sha256:"))).toEqual([]);
  });
});
