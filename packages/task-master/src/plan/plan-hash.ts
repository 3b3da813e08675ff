import { createHash } from "node:crypto";
import type { Plan } from "./plan.ts";

/** SHA-256 of everything that the plan would do, as 64 hexadecimal digits. The tasks' present status is not part of it. */
export function planHash(plan: Plan): string {
  const hash = createHash("sha256");
  const { tasks, ...rest } = plan;
  hash.update(JSON.stringify(rest));
  for (const { status: _status, openOutside: _open, ...task } of tasks) hash.update(JSON.stringify(task));
  return hash.digest("hex");
}
