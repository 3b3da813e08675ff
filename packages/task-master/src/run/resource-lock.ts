import { mkdirSync, readlinkSync, renameSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { shortHash } from "@canary/core";
import { isSameProcess } from "../process/process-group.ts";

/** Who holds a resource. */
export interface LockHolder {
  readonly run: string;
  readonly task: string;
  readonly resource: string;
  readonly pid: number;
  readonly processStart: string | null;
  /** RFC 3339, UTC. */
  readonly since: string;
}

/**
 * Locks between processes: for each held resource a symbolic link whose target is who holds it. A link appears with its
 * target in one step or not at all, whenever its maker dies. The lock of a dead process does not count.
 */
export class ResourceLock {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** Takes it; gives who holds it when another living process does. */
  take(holder: LockHolder): LockHolder | undefined {
    const path = this.#pathOf(holder.resource);
    // Another round follows the removal of a dead holder's link, or a release between our attempt and our look.
    while (!create(path, holder)) {
      const other = readHolder(path);
      if (other === undefined) continue;
      if (isSameProcess(other.pid, other.processStart)) return other;
      removeDead(path, other);
    }
    return undefined;
  }

  release(resource: string): void {
    removeLink(this.#pathOf(resource));
  }

  #pathOf(resource: string): string {
    const plain = resource.replaceAll(/[^A-Za-z0-9._-]+/g, "-").slice(-80);
    return join(this.#directory, `${plain}-${shortHash(resource)}.lock`);
  }
}

function create(path: string, holder: LockHolder): boolean {
  try {
    symlinkSync(JSON.stringify(holder), path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function readHolder(path: string): LockHolder | undefined {
  try {
    return JSON.parse(readlinkSync(path)) as LockHolder;
  } catch {
    return undefined;
  }
}

function removeLink(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}

/** Moves the link away; when somebody living had taken the lock meanwhile, puts it back. */
function removeDead(path: string, dead: LockHolder): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved !== undefined && (moved.pid !== dead.pid || moved.run !== dead.run)) create(path, moved);
  removeLink(aside);
}
