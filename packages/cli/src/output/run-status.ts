import type { RunStatus } from "@canary/project/run";
import type { Meaning, Style } from "./style.ts";

const PAINTS: Readonly<Record<RunStatus, Meaning>> = {
  running: "accent",
  done: "good",
  failed: "bad",
  waiting: "warn",
  interrupted: "warn",
  died: "bad",
};

/** A text in the colour of a run's status. */
export function paintRunStatus(
  text: string,
  { status }: { readonly status: RunStatus },
  style: Style,
): string {
  return style[PAINTS[status]](text);
}
