const MINUTE_MS = 60_000;
const UNITS_MS: Readonly<Record<string, number>> = { h: 60 * MINUTE_MS, m: MINUTE_MS };
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** A sync window of an AppProject, in Argo CD's own words. */
export interface SyncWindow {
  readonly kind: string;
  readonly schedule: string;
  readonly duration: string;
  readonly timeZone?: string | undefined;
  readonly applications?: readonly string[] | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly clusters?: readonly string[] | undefined;
  readonly manualSync?: boolean | undefined;
  readonly andOperator?: boolean | undefined;
}

/** What windows select an Application by. */
export interface Windowed {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly cluster?: string | undefined;
}

export interface SyncVerdict {
  readonly automatic: boolean;
  readonly manual: boolean;
  /** When the windows that forbid it now are over; null where nothing is forbidden, or where an allow window must open first. */
  readonly until: Date | null;
}

const FREE: SyncVerdict = { automatic: true, manual: true, until: null };

/**
 * Whether an Application may be synced at a time, by itself and by a person, as Argo CD's controller decides it (SyncWindows.Matches
 * and CanSync of its v1alpha1 types): a deny window that is open forbids; where there are allow windows, one must be open. Throws an
 * Error for a schedule or a duration that it cannot read.
 */
export function syncVerdict(windows: readonly SyncWindow[], application: Windowed, time: Date): SyncVerdict {
  const own = windows
    .filter((window) => isSelected(window, application))
    .map((window) => ({ ...window, end: endOf(window, time) }));
  const denying = own.filter(({ kind, end }) => kind === "deny" && end !== undefined);
  if (denying.length > 0) {
    const last = Math.max(...denying.map(({ end }) => end ?? 0));
    const manual = denying.every(({ manualSync }) => manualSync === true);
    return { automatic: false, manual, until: new Date(last) };
  }
  const allowing = own.filter(({ kind }) => kind === "allow");
  if (allowing.length === 0 || allowing.some(({ end }) => end !== undefined)) return FREE;
  return { automatic: false, manual: allowing.every(({ manualSync }) => manualSync === true), until: null };
}

/** One of the three selections is enough, or with andOperator each of those that are there is needed. */
export function isSelected(window: SyncWindow, { name, namespace, cluster }: Windowed): boolean {
  const { applications = [], namespaces = [], clusters = [] } = window;
  const selections = [
    { globs: applications, value: name },
    { globs: namespaces, value: namespace ?? "" },
    { globs: clusters, value: cluster ?? "" },
  ].filter(({ globs }) => globs.length > 0);
  const verdicts = selections.map(({ globs, value }) => globs.some((glob) => matches(value, glob)));
  return window.andOperator === true
    ? verdicts.length > 0 && !verdicts.includes(false)
    : verdicts.includes(true);
}

/** Of globs the star and the question mark are known; what else there is stands for itself. */
function matches(value: string, glob: string): boolean {
  const literal = glob.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(value);
}

/** When the window that is open at a time closes; undefined where none is open. A window opens at each time of its schedule, for its duration. */
function endOf({ schedule, duration, timeZone }: SyncWindow, time: Date): number | undefined {
  const isStart = parseSchedule(schedule);
  const length = parseDuration(duration);
  const offset = offsetOf(timeZone, time);
  const last = Math.floor(time.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let start = last; start > time.getTime() - length; start -= MINUTE_MS) {
    if (isStart(new Date(start + offset))) return start + length;
  }
  return undefined;
}

/** How far a zone is ahead of UTC; Argo CD takes a zone that it does not know for UTC. */
function offsetOf(timeZone: string | undefined, time: Date): number {
  if (timeZone === undefined || timeZone === "") return 0;
  try {
    const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(time);
    const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours = "0", minutes = "0"] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
    const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
    return sign === "-" ? -offset : offset;
  } catch {
    return 0;
  }
}

function parseDuration(text: string): number {
  if (!/^(\d+[hm])+$/.test(text)) throw new Error(`no duration: ${text}`);
  const parts = [...text.matchAll(/(\d+)([hm])/g)];
  return parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (UNITS_MS[unit] ?? 0), 0);
}

/** `minute hour day month weekday`; where day and weekday are both restricted, one of them is enough, as in every cron. */
function parseSchedule(text: string): (time: Date) => boolean {
  const fields = text.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || !minute || !hour || !day || !month || !weekday)
    throw new Error(`no schedule: ${text}`);
  const isMinute = parseField(minute, { least: 0, most: 59 });
  const isHour = parseField(hour, { least: 0, most: 23 });
  const isDay = parseField(day, { least: 1, most: 31 });
  const isMonth = parseField(month, { least: 1, most: 12, names: MONTHS });
  const isWeekday = parseField(weekday, { least: 0, most: 6, names: WEEKDAYS });
  const isEither = !/^[*?]/.test(day) && !/^[*?]/.test(weekday);
  return (time) => {
    const days = [isDay(time.getUTCDate()), isWeekday(time.getUTCDay())];
    const isRightDay = isEither ? days.includes(true) : !days.includes(false);
    return (
      isRightDay &&
      isMinute(time.getUTCMinutes()) &&
      isHour(time.getUTCHours()) &&
      isMonth(time.getUTCMonth() + 1)
    );
  };
}

interface FieldRange {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

/** A list of `*`, numbers, names and ranges, each with a step or without. */
function parseField(field: string, { least, most, names = [] }: FieldRange): (value: number) => boolean {
  const numberOf = (text: string): number => {
    const named = names.indexOf(text.toLowerCase());
    const value = named === -1 ? Number(text) : named + least;
    if (value >= least && value <= most) return value;
    throw new Error(`no part of a schedule: ${field}`);
  };
  const parts = field.split(",").map((part) => {
    const [, from, to, step] = /^(\*|\?|\w+)(?:-(\w+))?(?:\/([1-9]\d*))?$/.exec(part) ?? [];
    if (from === undefined) throw new Error(`no part of a schedule: ${part}`);
    const isAny = from === "*" || from === "?";
    const first = isAny ? least : numberOf(from);
    const end = isAny || (to === undefined && step !== undefined) ? most : numberOf(to ?? from);
    return { first, end, step: Number(step ?? 1) };
  });
  return (value) =>
    parts.some(({ first, end, step }) => value >= first && value <= end && (value - first) % step === 0);
}
