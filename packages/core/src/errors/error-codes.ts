import { EXIT_CODES } from "./exit-codes.ts";
import type { ExitCode } from "./exit-codes.ts";

const { failed, usage, gate, timedOut, conflict, missing, bug, interrupted } = EXIT_CODES;

/** Every error code with the exit code it ends the process with; each has a section in docs/errors.md. */
export const ERROR_CODES = {
  CANARY_BUG: bug,
  CANARY_USAGE: usage,
  CANARY_VALUE_UNKNOWN: usage,
  CANARY_CONFIRMATION_REQUIRED: usage,
  CANARY_CONFIG_NOT_FOUND: usage,
  CANARY_CONFIG_INVALID: usage,
  CANARY_PRD_NOT_FOUND: usage,
  CANARY_PRD_UNREADABLE: usage,
  CANARY_PRD_BINARY: failed,
  CANARY_PRD_EMPTY: failed,
  CANARY_PRD_NO_ITEMS: failed,
  CANARY_PRD_INVALID: failed,
  CANARY_STORE_NOT_FOUND: usage,
  CANARY_STORE_DAMAGED: usage,
  CANARY_STORE_NEWER: usage,
  CANARY_STORE_UNREADABLE: usage,
  CANARY_STORE_WRITE_FAILED: failed,
  CANARY_STORE_LOCKED: conflict,
  CANARY_TASK_UNKNOWN: usage,
  CANARY_TASK_AMBIGUOUS: usage,
  CANARY_PHASE_UNKNOWN: usage,
  CANARY_PHASE_AMBIGUOUS: usage,
  CANARY_TASK_TRANSITION_REFUSED: conflict,
  CANARY_PLAYBOOK_INVALID: usage,
  CANARY_PLAYBOOK_NAME_UNKNOWN: usage,
  CANARY_PLAN_CYCLE: failed,
  CANARY_RUN_GATE: gate,
  CANARY_RUN_LOCKED: conflict,
  CANARY_RUN_INTERRUPTED: interrupted,
  CANARY_TOOL_NOT_FOUND: missing,
  CANARY_TOOL_FAILED: failed,
  CANARY_TOOL_TIMED_OUT: timedOut,
  CANARY_CLUSTER_NAME_INVALID: usage,
  CANARY_CLUSTER_PROVIDER_UNKNOWN: usage,
  CANARY_CLUSTER_NOT_ROOT: missing,
  CANARY_CLUSTER_HOST_UNSUPPORTED: missing,
  CANARY_CLUSTER_NO_SPACE: missing,
  CANARY_CLUSTER_NOT_FOUND: missing,
  CANARY_CLUSTER_BUILD_FAILED: failed,
  CANARY_CLUSTER_START_FAILED: failed,
  CANARY_CLUSTER_STOP_FAILED: failed,
  CANARY_CLUSTER_IMAGE_INVALID: usage,
  CANARY_CLUSTER_LOCKED: conflict,
} as const satisfies Record<string, ExitCode>;

export type ErrorCode = keyof typeof ERROR_CODES;
