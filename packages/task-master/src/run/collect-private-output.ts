import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { LineMasker } from "./line-masker.ts";
import { logOfPending } from "./pending-output.ts";

/** A log, where in it the output of a process begins, and the stream; or the rest of one that is just being put behind it. */
const PRIVATE = /^(?<log>.*\.log)\.private\.(?<offset>\d+)\.(?:stdout|stderr|(?<rest>rest))$/;

/** Where a process that begins now keeps its output private, beside the log that it goes into masked. */
export function privatePathOf(log: string, offset: number): string {
  return `${log}.private.${offset}`;
}

/**
 * Puts what processes wrote to their private files into their logs, masked, instead of the part that canary had copied
 * before it died, and behind the others the end that canary had read but not written yet; and deletes the files. May
 * itself be cut short at any point: the next call ends it.
 */
export function collectPrivateOutput(logs: string, secrets: readonly string[]): void {
  if (!existsSync(logs)) return;
  const names = readdirSync(logs).toSorted();
  const files = names.flatMap((name) => {
    const { log, offset, rest } = PRIVATE.exec(name)?.groups ?? {};
    return log === undefined ? [] : [{ name, log, offset: Number(offset), isRest: rest !== undefined }];
  });
  const pending = names.flatMap((name) => {
    const log = logOfPending(name);
    return log === undefined ? [] : [{ path: join(logs, name), log }];
  });
  const isWhole = ({ log }: { readonly log: string }): boolean =>
    files.some((file) => file.log === log && !file.isRest);
  for (const { path } of pending.filter(isWhole)) unlinkSync(path);
  for (const { log, offset, isRest } of files) {
    if (isRest) collectRest(join(logs, log), offset, secrets);
    else collectWhole(join(logs, log), offset, secrets);
  }
  for (const { path, log } of pending.filter((each) => !isWhole(each))) {
    const offset = statSync(join(logs, log)).size;
    renameSync(path, restPathOf(join(logs, log), offset));
    collectRest(join(logs, log), offset, secrets);
  }
}

function collectWhole(log: string, offset: number, secrets: readonly string[]): void {
  const path = privatePathOf(log, offset);
  const streams = [`${path}.stdout`, `${path}.stderr`];
  // One alone is of a process that never began, or its text is in the log already.
  if (streams.every((stream) => existsSync(stream))) rewriteLog(log, offset, { streams, secrets });
  for (const stream of streams) if (existsSync(stream)) unlinkSync(stream);
}

function restPathOf(log: string, offset: number): string {
  return `${privatePathOf(log, offset)}.rest`;
}

function collectRest(log: string, offset: number, secrets: readonly string[]): void {
  const rest = restPathOf(log, offset);
  rewriteLog(log, offset, { streams: [rest], secrets });
  unlinkSync(rest);
}

interface Collected {
  readonly streams: readonly string[];
  readonly secrets: readonly string[];
}

function rewriteLog(log: string, offset: number, { streams, secrets }: Collected): void {
  const texts = streams.map((stream) => maskedText(readFileSync(stream), secrets));
  const before = readFileSync(log).subarray(0, offset);
  const draft = `${log}.draft`;
  writeFileSync(draft, Buffer.concat([before, Buffer.from(texts.join(""))]), { mode: 0o600 });
  renameSync(draft, log);
}

function maskedText(output: Buffer, secrets: readonly string[]): string {
  const masker = new LineMasker(secrets);
  return masker.push(output) + masker.finish();
}
