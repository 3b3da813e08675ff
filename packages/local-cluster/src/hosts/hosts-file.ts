import { CanaryError } from "@canary/core";
import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { acquireHostLock } from "../system/host-lock.ts";
import { earlierHosts, removeHostsBlock, writeHostsBlock } from "./hosts-block.ts";
import type { EarlierHost, HostsEntry } from "./hosts-block.ts";

export const HOSTS_FILE = "/etc/hosts";

const LOCK_TIMEOUT_MS = 10_000;

/** Puts the cluster's block into the file; false when it was there. Throws CANARY_HOSTS_UNWRITABLE, CANARY_HOSTS_DAMAGED. */
export async function addToHostsFile(file: string, entry: HostsEntry): Promise<boolean> {
  return changeHostsFile(file, (text) => writeHostsBlock(text, entry));
}

/** Takes the cluster's block out of the file; false when there was none. Throws as `addToHostsFile`. */
export async function removeFromHostsFile(file: string, name: string): Promise<boolean> {
  return changeHostsFile(file, (text) => removeHostsBlock(text, name));
}

/** Lines above the cluster's block that give one of its hosts another address. */
export async function findEarlierHosts(file: string, entry: HostsEntry): Promise<readonly EarlierHost[]> {
  return earlierHosts(await readFile(file, "latin1"), entry);
}

async function changeHostsFile(file: string, change: (text: string) => string): Promise<boolean> {
  const lock = await acquireHostLock(`hosts ${path.resolve(file)}`, {
    subject: file,
    verb: "hosts",
    timeoutMs: LOCK_TIMEOUT_MS,
  });
  try {
    const before = await readFile(file);
    // latin1 keeps every byte, whatever the encoding of somebody's comments.
    const after = Buffer.from(change(before.toString("latin1")), "latin1");
    if (after.equals(before)) return false;
    await replace(file, after);
    return true;
  } catch (error) {
    throw isSystemError(error) ? unwritable(file, error) : error;
  } finally {
    await lock.release();
  }
}

/**
 * In place, for the file may be a mount of its own (as in a container) or carry labels (SELinux) that a new one would not have.
 * It is never empty in between: the new content is written over the old one, then the rest is cut.
 */
async function replace(file: string, content: Buffer): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.write(content, 0, content.length, 0);
    await handle.truncate(content.length);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}

function unwritable(file: string, error: NodeJS.ErrnoException): CanaryError {
  const isAbsent = error.code === "ENOENT";
  return new CanaryError(
    `${file} ${isAbsent ? "does not exist" : "cannot be changed"} (${error.code ?? error.message})`,
    {
      code: "CANARY_HOSTS_UNWRITABLE",
      hint: isAbsent
        ? "Name another with --file."
        : 'Run it again as root and with your HOME (`sudo env "PATH=$PATH" "HOME=$HOME" canary hosts …`), or add the lines that `canary hosts` prints by hand.',
      cause: error,
      details: { file },
    },
  );
}
