export type InterruptSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** How a tool wants to be treated. */
export interface ToolManners {
  /** It owns state: its output must not hang on our pipe, and it is never killed automatically. */
  readonly ownsState: boolean;
  /** From the signal to SIGKILL; infinite for tools that own state. */
  readonly graceMs: number;
}

const MANNERS: Readonly<Record<string, ToolManners>> = {
  terraform: { ownsState: true, graceMs: Number.POSITIVE_INFINITY },
  helm: { ownsState: true, graceMs: Number.POSITIVE_INFINITY },
  kubectl: { ownsState: false, graceMs: 5000 },
  argocd: { ownsState: false, graceMs: 10_000 },
};
const OTHERS: ToolManners = { ownsState: false, graceMs: 30_000 };

/** The manners of a tool by its name; a path counts by its last part. */
export function mannersOf(tool: string): ToolManners {
  return MANNERS[tool.slice(tool.lastIndexOf("/") + 1)] ?? OTHERS;
}

/** The one signal that a tool gets for ours. Tools that own state die of SIGHUP, so they get SIGTERM for it. */
export function signalFor(manners: ToolManners, signal: InterruptSignal): InterruptSignal {
  return manners.ownsState && signal === "SIGHUP" ? "SIGTERM" : signal;
}
