import { CanaryError } from "@canary/core";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";

const NOBODY = Symbol("nobody");

export interface LockOptions {
  /** What is locked, for the message: `cluster "canary"`. */
  readonly subject: string;
  /** What the owner does, told to those who wait: `up`. */
  readonly verb: string;
  /** How long to wait for another owner; 0 fails at once. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Told once for each owner that is waited for. */
  readonly onWait?: (owner: string) => void;
}

export interface HostLock {
  release(): Promise<void>;
}

/**
 * Takes a lock that the kernel gives back when its owner dies: a listening socket in Linux's abstract namespace (unix(7)),
 * so that no file is left behind and nothing is ever stale
 * (elsewhere a socket file, which is removed when nobody listens on it). Connecting to it says who holds it.
 * Throws CANARY_CLUSTER_LOCKED when it is still held after `timeoutMs`.
 */
export async function acquireHostLock(key: string, options: LockOptions): Promise<HostLock> {
  const address = addressOf(key);
  const end = Date.now() + options.timeoutMs;
  let knownOwner = "";
  for (;;) {
    options.signal?.throwIfAborted();
    const server = await listen(address, `${options.verb}, process ${process.pid}`);
    if (server !== undefined) return server;
    const owner = await waitForOwner(address, Math.min(250, Math.max(100, end - Date.now())));
    if (owner === NOBODY) await removeStale(address);
    else if (owner !== "" && owner !== knownOwner) options.onWait?.(owner);
    if (owner !== NOBODY && owner !== "") knownOwner = owner;
    if (Date.now() >= end) throw lockedError(options, knownOwner);
  }
}

/** Who holds the lock, as it says of itself; `undefined` when nobody does. */
export async function findLockOwner(key: string): Promise<string | undefined> {
  const socket = net.connect({ path: addressOf(key) });
  const owner = await new Promise<string | undefined>((resolve) => {
    socket.on("data", (data) => resolve(data.toString().trim()));
    socket.on("error", () => resolve(undefined));
    socket.on("close", () => resolve(undefined));
  });
  socket.destroy();
  return owner;
}

/** Only Linux has the abstract namespace; elsewhere it is a file, which outlives its owner. */
function addressOf(key: string): string {
  const name = `canary-${createHash("sha256").update(key).digest("hex").slice(0, 24)}`;
  return process.platform === "linux" ? `\0${name}` : path.join(os.tmpdir(), `${name}.sock`);
}

async function removeStale(address: string): Promise<void> {
  if (path.isAbsolute(address)) await rm(address, { force: true });
}

async function listen(address: string, owner: string): Promise<HostLock | undefined> {
  const waiting = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    waiting.add(socket.unref());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => waiting.delete(socket));
    socket.write(`${owner}\n`);
  });
  server.unref();
  const failed = once(server, "error").then(([error]) => error as NodeJS.ErrnoException);
  const listening = new Promise<undefined>((resolve) => server.listen(address, () => resolve(undefined)));
  const error = await Promise.race([failed, listening]);
  if (error?.code === "EADDRINUSE") return undefined;
  if (error !== undefined) throw error;
  return { release: async () => closeServer(server, waiting) };
}

/** Resolves when the owner lets go, or after `timeoutMs`, with what it said of itself, or NOBODY when none listens. */
async function waitForOwner(address: string, timeoutMs: number): Promise<string | typeof NOBODY> {
  const socket = net.connect({ path: address });
  let said = "";
  socket.on("data", (data) => (said += data.toString()));
  const isNobody = await new Promise<boolean>((resolve) => {
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED"));
    socket.on("close", () => resolve(false));
    setTimeout(() => resolve(false), timeoutMs);
  });
  socket.destroy();
  return isNobody ? NOBODY : said.trim();
}

async function closeServer(server: net.Server, waiting: ReadonlySet<net.Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of waiting) socket.destroy();
  await closed;
}

function lockedError(options: LockOptions, owner: string): CanaryError {
  return new CanaryError(
    `${options.subject} is in use by another canary (${owner === "" ? "unknown" : owner})`,
    {
      code: "CANARY_CLUSTER_LOCKED",
      hint: "Wait until it has ended, or end that process, then try again.",
      details: { owner },
    },
  );
}
