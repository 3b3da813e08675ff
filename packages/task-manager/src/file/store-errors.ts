import { CanaryError } from "@canary/core";
import { SCHEMA_VERSION } from "./store-file.ts";

/** CANARY_STORE_DAMAGED with file and line. */
export function damagedError(file: string, line: number, reason: string): CanaryError {
  return new CanaryError(`${file}:${line}: the task store is damaged: ${reason}`, {
    code: "CANARY_STORE_DAMAGED",
    hint: "Run `canary doctor --fix`: it shows what it can restore from the events or the last good version, then does it.",
    details: { file, line, reason },
  });
}

/** CANARY_STORE_NEWER: written by a later canary. */
export function newerError(file: string, version: number): CanaryError {
  return new CanaryError(`${file} has schemaVersion ${version}, this canary knows up to ${SCHEMA_VERSION}`, {
    code: "CANARY_STORE_NEWER",
    hint: "Update canary to the version that the others of the project use.",
    details: { file, version },
  });
}

/** CANARY_STORE_NOT_FOUND. */
export function notFoundError(file: string): CanaryError {
  return new CanaryError(`there are no tasks yet: ${file} does not exist`, {
    code: "CANARY_STORE_NOT_FOUND",
    hint: "Make the store from your document: canary parse PRD.md",
    details: { file },
  });
}

/** The `code` of a system error such as ENOENT, or undefined for every other value. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined;
}

/** CANARY_STORE_UNREADABLE from a failed read; anything but a system error is thrown as it is. */
export function unreadableError(file: string, cause: unknown): CanaryError {
  const code = systemCode(cause);
  if (code === undefined) throw cause;
  return new CanaryError(`${file} cannot be read (${code})`, {
    code: "CANARY_STORE_UNREADABLE",
    hint:
      code === "EISDIR"
        ? `Move the folder away that stands at ${file}.`
        : "Check who owns the file and its permissions.",
    cause,
    details: { file, system: code },
  });
}

const WRITE_HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "Free some disk space, then run it again; nothing was changed.",
  EDQUOT: "Your disk quota is used up: free some space, then run it again; nothing was changed.",
  EFBIG: "The file would become larger than the limit of this process or file system; nothing was changed.",
  EROFS: "The file system is mounted read-only; nothing was changed.",
  EACCES: "Give yourself write permission to the folder, then run it again; nothing was changed.",
  EPERM: "Give yourself write permission to the folder, then run it again; nothing was changed.",
};

/** CANARY_STORE_WRITE_FAILED from a failed write; anything but a system error is thrown as it is. */
export function writeError(file: string, cause: unknown): CanaryError {
  const code = systemCode(cause);
  if (code === undefined) throw cause;
  return new CanaryError(`${file} cannot be written (${code})`, {
    code: "CANARY_STORE_WRITE_FAILED",
    hint: WRITE_HINTS[code] ?? "Check the disk, then run it again; nothing was changed.",
    cause,
    details: { file, system: code },
  });
}
