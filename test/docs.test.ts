import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "@canary/core";
import { anchorsOf, linksOf, readMarkdownFiles, ROOT, shellLinesOf } from "./support/markdown.ts";
import type { MarkdownFile } from "./support/markdown.ts";

const files = readMarkdownFiles();

const commands = files.flatMap(({ path, text }) =>
  shellLinesOf(text).map((command) => ({ place: `${path}:${command.line}`, text: command.text })),
);

/** What is wrong with a link of this file, or undefined. Addresses of the web are not asked. */
function faultOf(file: MarkdownFile, link: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return undefined;
  const [target = "", anchor] = decodeURIComponent(link).split("#");
  const path = target === "" ? file.path : normalize(join(dirname(file.path), target));
  if (path.startsWith("..")) return "leaves the repository";
  const absolute = join(ROOT, path);
  if (!existsSync(absolute)) return "does not exist";
  if (anchor === undefined || statSync(absolute).isDirectory() || !path.endsWith(".md")) return undefined;
  return anchorsOf(readFileSync(absolute, "utf8")).has(anchor)
    ? undefined
    : `${path} has no heading #${anchor}`;
}

describe("links", () => {
  it.each(files)("of $path resolve", (file) => {
    const faults = linksOf(file.text).flatMap(({ line, text }) => {
      const fault = faultOf(file, text);
      return fault === undefined ? [] : [`${file.path}:${line} ${text}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });

  it("lead from docs/README.md to every document of docs", () => {
    const index = files.find(({ path }) => path === "docs/README.md");
    const linked = new Set(
      linksOf(index?.text ?? "").map(({ text }) => join("docs", text.split("#")[0] ?? "")),
    );
    const documents = files
      .map(({ path }) => path)
      .filter((path) => path.startsWith("docs/") && path !== "docs/README.md");
    const isListed = (path: string): boolean => linked.has(path) || path.startsWith("docs/adr/");
    expect(documents.filter((path) => !isListed(path))).toEqual([]);
  });

  it("lead from docs/adr/README.md to every decision", () => {
    const index = files.find(({ path }) => path === "docs/adr/README.md");
    const linked = linksOf(index?.text ?? "").map(({ text }) => text);
    const decisions = files
      .map(({ path }) => relative("docs/adr", path))
      .filter((path) => /^\d{4}-/.test(path));
    expect(linked).toEqual(decisions.toSorted((a, b) => a.localeCompare(b)));
  });
});

it("docs/architecture.md lists each package with what it imports", () => {
  const text = files.find(({ path }) => path === "docs/architecture.md")?.text ?? "";
  const namesIn = (cell = ""): readonly string[] =>
    [...cell.matchAll(/`([\w-]+)`/g)].map((match) => match[1] ?? "").toSorted();
  const table = text.slice(text.indexOf("## Packages"), text.indexOf("### Where packages meet"));
  const listed = [...table.matchAll(/^\| `([\w-]+)` \|[^|]*\|([^|]*)\|/gm)].map((row) => [
    row[1],
    namesIn(row[2]),
  ]);
  const packages = readdirSync(join(ROOT, "packages")).map((name) => {
    const manifest = JSON.parse(readFileSync(join(ROOT, "packages", name, "package.json"), "utf8"));
    // The command is bundled: what it imports are devDependencies.
    const declared =
      name === "cli" ? { ...manifest.dependencies, ...manifest.devDependencies } : manifest.dependencies;
    const ours = Object.keys(declared ?? {}).flatMap((each) => /^@canary\/(.+)$/.exec(each)?.[1] ?? []);
    return [name, ours.filter((each) => each !== "testkit").toSorted()];
  });
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(packages));
});

it("docs/troubleshooting.md has every error of delivery, of the hosts file and of the router", () => {
  const text = files.find(({ path }) => path === "docs/troubleshooting.md")?.text ?? "";
  const codes = Object.keys(ERROR_CODES).filter((code) => /^CANARY_(GITOPS|HOSTS)_|ROUTER/.test(code));
  expect(codes.length).toBeGreaterThan(6);
  expect(codes.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
});

/** Those that the documentation has a use for; `argo` is the plug-in of Argo Rollouts. */
const KUBECTL_VERBS = new Set(
  "annotate apply argo config create delete describe exec get label logs patch port-forward rollout scale wait".split(
    " ",
  ),
);

describe("commands in the documentation", () => {
  it("name targets that the Makefile has", () => {
    const targets = new Set(
      [...readFileSync(join(ROOT, "Makefile"), "utf8").matchAll(/^([a-z-]+):/gm)].map((match) => match[1]),
    );
    const unknown = commands.filter(({ text }) => {
      const target = /^(?:sudo )?make ([a-z-]+)/.exec(text)?.[1];
      return target !== undefined && !targets.has(target);
    });
    expect(unknown).toEqual([]);
  });

  it("name scripts that exist", () => {
    const unknown = commands.filter(({ text }) => {
      const script = /(?:^|\s)(?:\.\/)?(scripts\/[\w.-]+|bin\/[\w.-]+)/.exec(text)?.[1];
      return script !== undefined && !existsSync(join(ROOT, script));
    });
    expect(unknown).toEqual([]);
  });

  it("apply folders that are kustomizations", () => {
    const applied = commands.flatMap(({ place, text }) =>
      [...text.matchAll(/\bkubectl [^|]*?\s-k[ =](\S+)/g)].map(([, folder = ""]) => ({ place, folder })),
    );
    expect(applied.length).toBeGreaterThan(2);
    const unknown = applied.filter(({ folder }) => !existsSync(join(ROOT, folder, "kustomization.yaml")));
    expect(unknown).toEqual([]);
  });

  it("find behind sudo, which has another PATH and home, the reader's programs and cluster", () => {
    const asRoot = files.flatMap(({ path, text }) =>
      [...text.matchAll(/\bsudo ((?:env )?(?:"[^"]*" )*)(canary|kubectl)\b([^`\n]*)/g)].map(
        ([line, variables = "", program, rest = ""]) => ({ path, line, variables, program, rest }),
      ),
    );
    expect(asRoot.length).toBeGreaterThan(4);
    const lost = asRoot.filter(
      ({ variables, program, rest }) =>
        !variables.includes('"PATH=$PATH"') ||
        !(program === "canary" ? variables.includes('"HOME=$HOME"') : rest.includes("--kubeconfig")),
    );
    expect(lost).toEqual([]);
  });

  it("use verbs that kubectl has", () => {
    const verbs = commands.flatMap(({ place, text }) =>
      [...text.matchAll(/(?:^|[|(&]\s*)kubectl ((?:-n \S+ |--namespace \S+ )*)([a-z-]+)/g)]
        .map(([, , verb = ""]) => ({ place, verb }))
        .filter(({ verb }) => !KUBECTL_VERBS.has(verb)),
    );
    expect(verbs).toEqual([]);
  });
});
