import { readlinkSync } from "node:fs";

/** The namespace that process ids of this process are in, or null where the system has none. */
export function pidNamespace(): string | null {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return null;
  }
}
