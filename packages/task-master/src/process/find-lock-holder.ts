import { readFileSync, statSync } from "node:fs";

/** `1: POSIX  ADVISORY  WRITE 4314 fe:00:10545445 0 EOF`, see proc_locks(5). */
const LOCK = /^\d+:\s+POSIX\s+\S+\s+WRITE\s+(\d+)\s+[0-9a-f]+:[0-9a-f]+:(\d+)\s/gm;

/** The terraform process that holds the write lock of this file, or undefined where none does or nobody can tell. */
export function findLockHolder(path: string): number | undefined {
  const inode = statSync(path, { throwIfNoEntry: false })?.ino;
  if (inode === undefined) return undefined;
  for (const [, pid = "", held] of readText("/proc/locks").matchAll(LOCK)) {
    if (Number(held) === inode && readText(`/proc/${pid}/comm`).includes("terraform")) return Number(pid);
  }
  return undefined;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
