import { hostname } from "node:os";
import type { TerraformRoot } from "../plan/plan.ts";
import { findLockHolder } from "../process/find-lock-holder.ts";

const FIELDS = /^[\s│|]*(ID|Path|Operation|Who|Version|Created):\s+(.+?)\s*$/gm;

/** Who holds a terraform state, as terraform tells it; null for what it does not tell. */
export interface TerraformLock {
  readonly id: string | null;
  readonly who: string | null;
  readonly created: string | null;
  readonly operation: string | null;
}

/** What is known about whoever holds the lock, and the exact way out. It is never gone by canary. */
export interface LockStory {
  readonly message: string;
  readonly hint: string;
}

/** The lock that terraform's output tells of ("Lock Info:"), or undefined. */
export function parseTerraformLock(output: string): TerraformLock | undefined {
  const at = output.lastIndexOf("Lock Info:");
  if (at === -1) return undefined;
  const fields = new Map(
    [...output.slice(at).matchAll(FIELDS)].map(([, name = "", value = ""]) => [name, value]),
  );
  const field = (name: string): string | null => fields.get(name) ?? null;
  return { id: field("ID"), who: field("Who"), created: field("Created"), operation: field("Operation") };
}

/** The lock with whether its holder lives, as far as this machine can see. */
export function tellLock(lock: TerraformLock, root: TerraformRoot): LockStory {
  const host = lock.who?.split("@").at(-1);
  return storyOf(lock, root, {
    pid: findLockHolder(root.statePath),
    isHere: host === hostname(),
    host: host ?? "its machine",
  });
}

/** Where the holder is, and its process where it is found. */
export interface LockHolderFacts {
  readonly pid: number | undefined;
  readonly isHere: boolean;
  readonly host: string;
}

/** Pure part of `tellLock`. */
export function storyOf(
  { id, who, created, operation }: TerraformLock,
  { directory, dataDirectory }: TerraformRoot,
  { pid, isHere, host }: LockHolderFacts,
): LockStory {
  const held = `The state is locked by ${who ?? "somebody"} since ${created ?? "an unknown time"} (${operation ?? "unknown operation"})`;
  const unlock = `TF_DATA_DIR=${dataDirectory} terraform -chdir=${directory} force-unlock -force ${id ?? "LOCK_ID"}`;
  if (pid !== undefined) {
    return {
      message: `${held}; process ${pid} of this machine holds it and lives`,
      hint: `Wait until process ${pid} has ended, then run the same command again. To stop it, let it write its state: kill -INT ${pid}`,
    };
  }
  if (isHere) {
    return {
      message: `${held}; no process of this machine holds it any more`,
      hint: `It was left behind. Release it, then run the same command again: ${unlock}`,
    };
  }
  return {
    message: `${held}; whether it lives can only be seen on ${host}`,
    hint: `Wait for it. Only when no terraform runs on ${host} any more: ${unlock}`,
  };
}
