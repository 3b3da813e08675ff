/** What happens to one target of a build; times in milliseconds. */
export interface BuildEvent {
  readonly kind: "build";
  readonly target: string;
  /** `reused` when an earlier build, or an interrupted one, had it already. */
  readonly state: "started" | "progress" | "done" | "reused";
  /** Since this target was started. */
  readonly elapsedMs: number;
  /** From 1 to `total`, over all targets. */
  readonly index: number;
  readonly total: number;
  /** An estimate for everything that is left, this target included. */
  readonly remainingMs: number;
  /** Go packages of this target that are compiled, where that is known. */
  readonly packages?: { readonly done: number; readonly total: number };
  /** What is being worked on: a package or a module. */
  readonly detail?: string;
}

/** Another process holds a lock that this one waits for. */
export interface WaitingEvent {
  readonly kind: "waiting";
  readonly subject: string;
  readonly owner: string;
}
