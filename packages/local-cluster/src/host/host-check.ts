/** One thing that the host must have, or had better have. */
export interface HostCheck {
  /** Stable, for machines: `cgroups`, `tool.go` … */
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  readonly expected: string;
  /** What to do when it is not ok; empty when it is. */
  readonly hint: string;
  /** Of a check that is not ok: whether a cluster cannot run, or may run badly. */
  readonly severity: "error" | "warning";
}

export interface CheckInput extends Omit<HostCheck, "severity" | "name"> {
  readonly severity?: HostCheck["severity"];
}

/** A check; its hint is kept only where it is needed. */
export function hostCheck(name: string, input: CheckInput): HostCheck {
  return { name, severity: "error", ...input, hint: input.ok ? "" : input.hint };
}
