import { CanaryError } from "@canary/core";
import { open, readdir } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StringDecoder } from "node:string_decoder";
import type { LogLine, LogOptions } from "./cluster.ts";

const POLL_MS = 200;

/** The lines of `COMPONENT.log` in a folder, or of every log there. Throws CANARY_VALUE_UNKNOWN for an unknown component. */
export async function* readLogs(
  directory: string,
  component?: string,
  options: LogOptions = {},
): AsyncGenerator<LogLine> {
  const files = await Promise.all(
    (await chooseLogs(directory, component)).map(async (name) => openLog(directory, name)),
  );
  try {
    for (const file of files) yield* tailOf(await readNewLines(file), file.component, options.tail);
    while (options.follow === true && options.signal?.aborted !== true) {
      for (const file of files) yield* tailOf(await readNewLines(file), file.component);
      await sleep(POLL_MS, undefined, options.signal ? { signal: options.signal } : {}).catch(
        () => undefined,
      );
    }
  } finally {
    await Promise.all(files.map(async (file) => file.handle.close()));
  }
}

interface OpenLog {
  readonly component: string;
  readonly handle: FileHandle;
  readonly decoder: StringDecoder;
  /** What was read after the last line's end. */
  rest: string;
}

async function openLog(directory: string, component: string): Promise<OpenLog> {
  const handle = await open(path.join(directory, `${component}.log`));
  return { component, handle, decoder: new StringDecoder("utf8"), rest: "" };
}

async function readNewLines(file: OpenLog): Promise<readonly string[]> {
  const buffer = Buffer.alloc(64 * 1024);
  let text = file.rest;
  for (;;) {
    const { bytesRead } = await file.handle.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) break;
    text += file.decoder.write(buffer.subarray(0, bytesRead));
  }
  const lines = text.split("\n");
  file.rest = lines.pop() ?? "";
  return lines;
}

function tailOf(lines: readonly string[], component: string, count = lines.length): readonly LogLine[] {
  return lines.slice(Math.max(0, lines.length - count)).map((line) => ({ component, line }));
}

async function chooseLogs(directory: string, component?: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => []);
  const known = names
    .filter((name) => name.endsWith(".log"))
    .map((name) => name.slice(0, -".log".length))
    .sort();
  if (component === undefined) return known;
  if (known.includes(component)) return [component];
  throw new CanaryError(`there is no log of "${component}"; there are: ${known.join(", ") || "none"}`, {
    code: "CANARY_VALUE_UNKNOWN",
    hint: "Name one of these, or none for all of them.",
    details: { candidates: known },
  });
}
