import { ERROR_CODES } from "./error-codes.ts";
import type { ErrorCode } from "./error-codes.ts";
import type { ExitCode } from "./exit-codes.ts";
import { maskSecrets } from "./mask-secrets.ts";

const BRAND = Symbol.for("canary.error");

export interface CanaryErrorOptions {
  readonly code: ErrorCode;
  /** What the reader should do next; one imperative sentence. */
  readonly hint: string;
  /** Overrides the exit code that the table gives for the code. */
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
  /** Facts for machines: file, line, column, command, candidates … */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An expected failure: the message says what was wrong and where, the hint says what to do. Secrets are masked everywhere in it. */
export class CanaryError extends Error {
  override readonly name = "CanaryError";
  readonly code: ErrorCode;
  readonly hint: string;
  readonly exitCode: ExitCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly [BRAND] = true;

  constructor(message: string, options: CanaryErrorOptions) {
    super(maskSecrets(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = maskSecrets(options.hint);
    this.exitCode = options.exitCode ?? ERROR_CODES[options.code];
    this.details = maskFields(options.details ?? {});
  }
}

function maskFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, maskValue(value)]));
}

function maskValue(value: unknown): unknown {
  if (typeof value === "string") return maskSecrets(value);
  return Array.isArray(value) ? value.map(maskValue) : value;
}

/** True for a CanaryError of any copy of this package (the brand is a registered symbol). */
export function isCanaryError(value: unknown): value is CanaryError {
  return typeof value === "object" && value !== null && BRAND in value;
}
