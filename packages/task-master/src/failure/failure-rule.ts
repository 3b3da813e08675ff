/** What a failure is: only `transient` is tried again. */
export type FailureKind = "permanent" | "transient" | "locked" | "configuration" | "unknown";

/** What is known about a failed attempt. */
export interface FailedAttempt {
  /** Name of the tool, such as `kubectl`. */
  readonly tool: string;
  readonly exitCode: number | null;
  /** The last lines that it printed. */
  readonly output: string;
  /** Something that installs kinds or webhooks went before in this run. */
  readonly isAfterInstall: boolean;
}

/** One line of the classifier's table. */
export interface FailureRule {
  readonly name: string;
  readonly kind: FailureKind;
  readonly pattern: RegExp;
  readonly hint: string;
  /** Only for these tools. */
  readonly tools?: readonly string[];
  /** Only when something that installs went before. */
  readonly afterInstall?: true;
}

/** The class of a failure with the rule and the line that it rests on. */
export interface Verdict {
  readonly kind: FailureKind;
  readonly rule: string;
  /** The line that matched, or null. */
  readonly line: string | null;
  readonly hint: string;
}
