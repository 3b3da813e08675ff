import type { SyncWindow } from "./argocd-objects.ts";

const MINUTE_MS = 60_000;
const UNITS_MS: Readonly<Record<string, number>> = { h: 60 * MINUTE_MS, m: MINUTE_MS };

export interface SyncVerdict {
  readonly automatic: boolean;
  readonly manual: boolean;
}

/**
 * Whether an Application may be synced at a time, by itself and by a person, as Argo CD's controller decides it (SyncWindows.CanSync
 * of its v1alpha1 types): a deny window that is open forbids; where there are allow windows, one must be open.
 */
export function syncVerdict(windows: readonly SyncWindow[], application: string, time: Date): SyncVerdict {
  const own = windows.filter(({ applications }) => applications.some((glob) => matches(application, glob)));
  const open = own.filter((window) => isOpen(window, time));
  const denying = open.filter(({ kind }) => kind === "deny");
  if (denying.length > 0) return { automatic: false, manual: denying.every(({ manualSync }) => manualSync) };
  const allowing = own.filter(({ kind }) => kind === "allow");
  if (allowing.length === 0 || open.length > 0) return { automatic: true, manual: true };
  return { automatic: false, manual: allowing.some(({ manualSync }) => manualSync) };
}

/** Of globs only the star is known. */
function matches(name: string, glob: string): boolean {
  if (!/^[\w*-]+$/.test(glob)) throw new Error(`no name with stars: ${glob}`);
  return new RegExp(`^${glob.replaceAll("*", ".*")}$`).test(name);
}

/** A window is open from each time of its schedule on, for its duration. */
function isOpen({ schedule, duration, timeZone }: SyncWindow, time: Date): boolean {
  if (timeZone !== "Etc/UTC") throw new Error(`windows are evaluated in UTC only, not in ${timeZone}`);
  const isStart = parseSchedule(schedule);
  const minutes = parseDuration(duration) / MINUTE_MS;
  const last = Math.floor(time.getTime() / MINUTE_MS);
  return Array.from({ length: minutes }, (_, age) => new Date((last - age) * MINUTE_MS)).some((each) =>
    isStart(each),
  );
}

function parseDuration(text: string): number {
  const [, count = "", unit = ""] = /^(\d+)([hm])$/.exec(text) ?? [];
  const factor = UNITS_MS[unit];
  if (factor === undefined) throw new Error(`no duration: ${text}`);
  return Number(count) * factor;
}

/** `minute hour day month weekday`, each `*`, a number, a range or a list of those. */
function parseSchedule(text: string): (time: Date) => boolean {
  const fields = text.split(" ");
  if (fields.length !== 5) throw new Error(`no schedule: ${text}`);
  return (time) =>
    [
      time.getUTCMinutes(),
      time.getUTCHours(),
      time.getUTCDate(),
      time.getUTCMonth() + 1,
      time.getUTCDay(),
    ].every((value, index) => includes(fields[index] ?? "", value));
}

function includes(field: string, value: number): boolean {
  if (field === "*") return true;
  return field.split(",").some((part) => {
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (from === undefined) throw new Error(`no part of a schedule: ${part}`);
    return value >= Number(from) && value <= Number(to ?? from);
  });
}
