import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** The folder of the repository. */
export const ROOT = join(import.meta.dirname, "../..");

const SKIPPED = new Set([".canary", ".git", "coverage", "dist", "fixtures", "node_modules"]);

export interface MarkdownFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** Every Markdown document of the repository that people read: no fixtures, nothing built or installed. */
export function readMarkdownFiles(): readonly MarkdownFile[] {
  return pathsUnder(ROOT).map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, "utf8") }));
}

function pathsUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : pathsUnder(path);
    return entry.isFile() && entry.name.endsWith(".md") ? [path] : [];
  });
}

export interface Placed {
  /** Counts from 1. */
  readonly line: number;
  readonly text: string;
}

interface Line extends Placed {
  /** First word of the info string of the fence that the line is in; undefined outside fences. */
  readonly fence: string | undefined;
}

function linesOf(markdown: string): readonly Line[] {
  let fence: { marker: string; language: string } | undefined;
  const lines: Line[] = [];
  for (const [index, text] of markdown.split("\n").entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})\s*(\S*)/.exec(text);
    const marker = mark?.[1] ?? "";
    if (fence === undefined && mark !== null) {
      fence = { marker, language: mark[2] ?? "" };
    } else if (fence !== undefined && marker.startsWith(fence.marker) && mark?.[2] === "") {
      fence = undefined;
    } else {
      lines.push({ line: index + 1, text, fence: fence?.language });
    }
  }
  return lines;
}

/** Targets of links, images and reference definitions, outside code. */
export function linksOf(markdown: string): readonly Placed[] {
  return linesOf(markdown)
    .filter(({ fence }) => fence === undefined)
    .flatMap(({ line, text }) => {
      const prose = text.replaceAll(/(`+)(?!`).*?[^`]\1(?!`)/g, "``");
      const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
      const definitions = [...prose.matchAll(/^ {0,3}\[[^\]]+\]:\s+<?([^\s>]+)/g)];
      return [...inline, ...definitions].map((match) => ({ line, text: match[1] ?? "" }));
    });
}

/** The names of a document's headings as GitHub gives them: lower case, hyphens, repeated ones numbered. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const anchors = new Set<string>();
  for (const { text, fence } of linesOf(markdown)) {
    const title = fence === undefined ? /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/.exec(text)?.[1] : undefined;
    if (title === undefined) continue;
    const name = title
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replaceAll(/[`*]/g, "")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
      .replaceAll(" ", "-");
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    anchors.add(count === 0 ? name : `${name}-${count}`);
  }
  return anchors;
}

/** The commands in fenced `sh`, `bash` and `console` blocks: without prompt and comment, continued lines joined. */
export function shellLinesOf(markdown: string): readonly Placed[] {
  const commands: Placed[] = [];
  let open: Placed | undefined;
  for (const { line, text, fence } of linesOf(markdown)) {
    if (!["sh", "bash", "shell", "console"].includes(fence ?? "")) continue;
    const part = text
      .replace(/^\s*\$ /, "")
      .replace(/(^|\s)#.*$/, "")
      .trim();
    const words = [open?.text ?? "", part.replace(/\\$/, "").trim()].filter((each) => each !== "");
    const joined = { line: open?.line ?? line, text: words.join(" ") };
    open = part.endsWith("\\") ? joined : undefined;
    if (open === undefined && joined.text !== "") commands.push(joined);
  }
  return commands;
}
