import { fileURLToPath } from "node:url";

/** The canary program: the one that runs, as its launcher says, or the launcher of the repository that this file is in. */
export function canaryProgram(): string {
  return process.env["CANARY_PROGRAM"] ?? fileURLToPath(new URL("../../../bin/canary", import.meta.url));
}
