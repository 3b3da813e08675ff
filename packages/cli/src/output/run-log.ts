import type { RunEvent } from "@canary/project";

/** The diagnostic log of a run on stderr, as JSON lines by pino; `warn`, the default level, is silent in a good run. */
export async function createRunLog(level: string): Promise<(event: RunEvent) => void> {
  if (level === "warn" || level === "error" || level === "silent") return () => undefined;
  const { destination, pino } = await import("pino");
  const log = pino({ level, base: null }, destination({ dest: 2, sync: true }));
  return (event) => {
    const { type, ...fields } = event;
    if (type === "step_output") log.debug(fields, type);
    else log.info(fields, type);
  };
}
