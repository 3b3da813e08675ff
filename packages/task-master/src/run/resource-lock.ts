import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
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

/** Locks between processes: a file for each held resource, with who holds it. The lock of a dead process does not count. */
export class ResourceLock {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** Takes it; gives who holds it when another living process does. */
  take(holder: LockHolder): LockHolder | undefined {
    const path = this.#pathOf(holder.resource);
    // Another round follows the removal of a dead holder's file, or a release between our attempt and our look.
    while (!create(path, holder)) {
      const other = readHolder(path);
      if (other === undefined) continue;
      if (isSameProcess(other.pid, other.processStart)) return other;
      removeDead(path, other);
    }
    return undefined;
  }

  release(resource: string): void {
    rmSync(this.#pathOf(resource), { force: true });
  }

  #pathOf(resource: string): string {
    const plain = resource.replaceAll(/[^A-Za-z0-9._-]+/g, "-").slice(-80);
    return join(this.#directory, `${plain}-${shortHash(resource)}.json`);
  }
}

/** The file appears with its content or not at all, whenever this process dies. */
function create(path: string, holder: LockHolder): boolean {
  const own = `${path}.${process.pid}.new`;
  writeFileSync(own, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    unlinkSync(own);
  }
}

function readHolder(path: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as LockHolder;
  } catch {
    return undefined;
  }
}

/** Moves the file away; when somebody living had taken the lock meanwhile, puts it back. */
function removeDead(path: string, dead: LockHolder): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved?.pid !== dead.pid || moved.run !== dead.run) linkBack(aside, path);
  unlinkSync(aside);
}

function linkBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
  } catch {
    // Somebody else has it by now: theirs stays.
  }
}
