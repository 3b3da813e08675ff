import type { RunEvent } from "@canary/project";
import { destination, pino } from "pino";

/** The diagnostic log of a run on stderr, as JSON lines; what the steps print is at level debug. */
export function createRunLog(level: string): (event: RunEvent) => void {
  const log = pino({ level, base: null }, destination({ dest: 2, sync: true }));
  return (event) => {
    const { type, ...fields } = event;
    if (type === "step_output") log.debug(fields, type);
    else log.info(fields, type);
  };
}
