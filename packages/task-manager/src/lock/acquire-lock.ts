import { closeSync, openSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { CanaryError } from "@canary/core";
import type { Clock } from "@canary/core";
import { systemCode, writeError } from "../file/store-errors.ts";
import { createLockOwner, ownerState, parseLockOwner } from "./lock-owner.ts";
import type { LockOwner } from "./lock-owner.ts";

export interface LockOptions {
  readonly clock: Clock;
  /** How long to wait for others, in milliseconds. */
  readonly timeoutMs: number;
  /** Called when the lock of a process that is gone was removed; `undefined` where it never said who it was. */
  readonly onTakeover?: (owner: LockOwner | undefined) => void;
}

/** A lock that this process holds. */
export interface HeldLock {
  /** Whether it is still ours: false when somebody removed the file. */
  isHeld(): boolean;
  release(): void;
}

/** A lock without an owner is one whose process died between making and filling the file, once it is this old. */
const NAMELESS_AFTER_MS = 1000;
const LONGEST_PAUSE_MS = 16;
/** Trying is cheap, finding out about the owner is not: it is done once in so many turns. */
const LOOK_EVERY = 8;

/**
 * Takes the lock file `path`, waiting for its owner up to the time limit. A lock whose process is gone is taken over.
 * Throws CANARY_STORE_LOCKED when the time is up, CANARY_STORE_WRITE_FAILED when the file cannot be made.
 */
export function acquireLock(path: string, options: LockOptions): HeldLock {
  const owner = createLockOwner(options.clock.now());
  const started = performance.now();
  const held = holdLock(path, owner);
  const isStale = createStalenessCheck();
  // Looked at again after it was made: a process that was stopped between making and naming it may have lost it.
  for (let turn = 1; !(createLockFile(path, owner) && held.isHeld()); turn += 1) {
    const isLate = performance.now() - started > options.timeoutMs;
    const text = isLate || turn % LOOK_EVERY === 2 ? readLockText(path) : undefined;
    if (text !== undefined && isStale(text)) removeStaleLock(path, text, options);
    else if (isLate) throw lockedError(path, text, options.timeoutMs);
    else pause(Math.min(LONGEST_PAUSE_MS, turn) * (0.5 + Math.random()));
  }
  return held;
}

/** Tells whether a lock with this text belongs to nobody any more: its process is gone, or nobody named it for long enough. */
function createStalenessCheck(): (text: string) => boolean {
  let nameless: number | undefined;
  return (text) => {
    const owner = parseLockOwner(text);
    if (owner !== undefined) {
      nameless = undefined;
      return ownerState(owner) === "dead";
    }
    nameless ??= performance.now();
    return performance.now() - nameless > NAMELESS_AFTER_MS;
  };
}

function holdLock(path: string, owner: LockOwner): HeldLock {
  const isHeld = (): boolean => {
    const text = readLockText(path);
    return text !== undefined && parseLockOwner(text)?.token === owner.token;
  };
  return {
    isHeld,
    release: () => {
      if (isHeld()) removeIfThere(path);
    },
  };
}

/** O_EXCL: only one process can make the file. */
function createLockFile(path: string, owner: LockOwner): boolean {
  let fd: number;
  try {
    fd = openSync(path, "wx");
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw writeError(path, error);
  }
  try {
    writeFileSync(fd, `${JSON.stringify(owner)}\n`);
    return true;
  } catch (error) {
    removeIfThere(path);
    throw writeError(path, error);
  } finally {
    closeSync(fd);
  }
}

/**
 * Removes a lock that still has `text`. Only the holder of a second lock may do it, and it looks again inside, so that
 * of two processes that saw the same dead owner the slower one cannot remove the new lock of the faster.
 */
function removeStaleLock(path: string, text: string, options: LockOptions): void {
  const guard = acquireLock(`${path}.takeover`, { ...options, onTakeover: () => undefined });
  try {
    if (readLockText(path) !== text) return;
    removeIfThere(path);
    options.onTakeover?.(parseLockOwner(text));
  } finally {
    guard.release();
  }
}

function readLockText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw writeError(path, error);
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw writeError(path, error);
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function lockedError(path: string, text: string | undefined, timeoutMs: number): CanaryError {
  const owner = text === undefined ? undefined : parseLockOwner(text);
  const who =
    owner === undefined
      ? "an unknown process"
      : `process ${owner.pid} on ${owner.host} since ${owner.takenAt}`;
  const isForeign = owner !== undefined && ownerState(owner) === "unknown";
  return new CanaryError(`the task store is locked by ${who}; waited ${timeoutMs} ms`, {
    code: "CANARY_STORE_LOCKED",
    hint: isForeign
      ? `Wait for it; if nothing of canary runs on ${owner.host} any more, remove ${path}.`
      : "Wait until it has ended, then run the command again.",
    details: { file: path, owner },
  });
}
