import { CanaryError } from "@canary/core";

/** What a cluster's block in a hosts file says. */
export interface HostsEntry {
  /** The cluster; each has a block of its own. */
  readonly name: string;
  readonly address: string;
  readonly hosts: readonly string[];
}

/** Said behind the first marker when the text before had no line end of its own, so that taking the block out restores it. */
const ADDED_LINE_END = " (the line end before this was added)";

/** The first marker of a block at the start of a text, whoever's it is. */
const ANY_BEGIN = /^(# canary hosts of \S+: begin)(?=\n)/;

/** The lines of the block, markers included, each host on a line of its own. */
export function hostsLines({ name, address, hosts }: HostsEntry): readonly string[] {
  return [beginMarker(name), ...hosts.map((host) => `${address} ${host}`), endMarker(name)];
}

/** The text with the cluster's block, in the place where it was or at the end. Throws CANARY_HOSTS_DAMAGED. */
export function writeHostsBlock(text: string, entry: HostsEntry): string {
  const [begin = "", ...rest] = hostsLines(entry);
  const found = findBlock(text, entry.name);
  if (found === undefined) {
    const isComplete = text === "" || text.endsWith("\n");
    const lines = [isComplete ? begin : begin + ADDED_LINE_END, ...rest];
    return `${text}${isComplete ? "" : "\n"}${lines.join("\n")}\n`;
  }
  const marker = found.hasAddedLineEnd ? begin + ADDED_LINE_END : begin;
  return `${text.slice(0, found.start)}${[marker, ...rest].join("\n")}\n${text.slice(found.end)}`;
}

/** The text without the cluster's block, every other byte as it was. Throws CANARY_HOSTS_DAMAGED. */
export function removeHostsBlock(text: string, name: string): string {
  const found = findBlock(text, name);
  if (found === undefined) return text;
  const before = text.slice(0, found.start);
  const after = text.slice(found.end);
  if (!found.hasAddedLineEnd) return before + after;
  if (after === "") return before.slice(0, -1);
  // What stands behind the block needs the line end that was added; another cluster's block takes the note over.
  return before + after.replace(ANY_BEGIN, `$1${ADDED_LINE_END}`);
}

/** A line of a hosts file that decides about a host, because it stands above another one. */
export interface EarlierHost {
  readonly host: string;
  readonly address: string;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * Where the text gives a host of the cluster another address of the same family above the cluster's block: the first line
 * wins (hosts(5)).
 */
export function earlierHosts(text: string, entry: HostsEntry): readonly EarlierHost[] {
  const start = findBlock(text, entry.name)?.start ?? text.length;
  const lines = linesOf(text).filter((line) => line.start < start);
  return lines.flatMap(({ line, number }) => {
    const [address = "", ...names] = (line.split("#")[0] ?? "").trim().split(/\s+/);
    const isOther = address !== entry.address && address.includes(":") === entry.address.includes(":");
    const known = new Set(names.map((name) => name.toLowerCase()));
    const hosts = isOther ? entry.hosts.filter((host) => known.has(host.toLowerCase())) : [];
    return hosts.map((host) => ({ host, address, line: number }));
  });
}

interface FoundBlock {
  readonly start: number;
  readonly end: number;
  readonly hasAddedLineEnd: boolean;
}

function findBlock(text: string, name: string): FoundBlock | undefined {
  const lines = linesOf(text);
  const begins = lines.filter(
    ({ line }) => line === beginMarker(name) || line === beginMarker(name) + ADDED_LINE_END,
  );
  const ends = lines.filter(({ line }) => line === endMarker(name));
  const [begin] = begins;
  const [end] = ends;
  if (begin === undefined && end === undefined) return undefined;
  if (
    begin === undefined ||
    end === undefined ||
    begins.length + ends.length > 2 ||
    end.start < begin.start
  ) {
    throw damaged(
      name,
      [...begins, ...ends].map(({ number }) => number).sort((a, b) => a - b),
    );
  }
  return { start: begin.start, end: end.end, hasAddedLineEnd: begin.line.endsWith(ADDED_LINE_END) };
}

function linesOf(text: string) {
  let start = 0;
  return text.split("\n").map((line, index) => {
    const place = { line, number: index + 1, start, end: Math.min(start + line.length + 1, text.length) };
    start = place.end;
    return place;
  });
}

function damaged(name: string, lines: readonly number[]): CanaryError {
  return new CanaryError(
    `the block of cluster "${name}" is not whole: its markers are in line ${lines.join(", ")}`,
    {
      code: "CANARY_HOSTS_DAMAGED",
      hint: `Leave one "${beginMarker(name)}" above one "${endMarker(name)}", or delete both with what is between.`,
      details: { name, lines },
    },
  );
}

function beginMarker(name: string): string {
  return `# canary hosts of ${name}: begin`;
}

function endMarker(name: string): string {
  return `# canary hosts of ${name}: end`;
}
