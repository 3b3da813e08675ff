/** Every exit code that `canary` can end with; documented in docs/errors.md. */
export const EXIT_CODES = {
  done: 0,
  failed: 1,
  usage: 2,
  gate: 3,
  unauthorised: 4,
  timedOut: 5,
  conflict: 6,
  missing: 7,
  changesPending: 8,
  bug: 70,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
