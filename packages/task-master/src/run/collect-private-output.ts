import { existsSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LineMasker } from "./line-masker.ts";

/** A log, where in it the output of a process begins, and the stream. */
const PRIVATE = /^(?<log>.*\.log)\.private\.(?<offset>\d+)\.(?:stdout|stderr)$/;

/** Where a process that begins now keeps its output private, beside the log that it goes into masked. */
export function privatePathOf(log: string, offset: number): string {
  return `${log}.private.${offset}`;
}

/**
 * Puts what processes wrote to their private files into their logs, masked, instead of the part that canary had copied
 * before it died, and deletes the files. May itself be cut short at any point: the next call ends it.
 */
export function collectPrivateOutput(logs: string, secrets: readonly string[]): void {
  if (!existsSync(logs)) return;
  const files = readdirSync(logs).toSorted();
  for (const name of files) {
    const { log = "", offset = "" } = PRIVATE.exec(name)?.groups ?? {};
    if (log === "") continue;
    const path = privatePathOf(join(logs, log), Number(offset));
    const streams = [`${path}.stdout`, `${path}.stderr`];
    // One alone is of a process that never began, or its text is in the log already.
    if (streams.every((stream) => existsSync(stream)))
      rewriteLog(join(logs, log), Number(offset), { streams, secrets });
    for (const stream of streams) if (existsSync(stream)) unlinkSync(stream);
  }
}

interface Collected {
  readonly streams: readonly string[];
  readonly secrets: readonly string[];
}

function rewriteLog(log: string, offset: number, { streams, secrets }: Collected): void {
  const texts = streams.map((stream) => {
    const masker = new LineMasker(secrets);
    return masker.push(readFileSync(stream)) + masker.finish();
  });
  const before = readFileSync(log).subarray(0, offset);
  const draft = `${log}.draft`;
  writeFileSync(draft, Buffer.concat([before, Buffer.from(texts.join(""))]), { mode: 0o600 });
  renameSync(draft, log);
}
