import type { StoreEvent } from "@canary/project/tasks";
import type { Style } from "./style.ts";

export interface EventOptions {
  /** What the task is called, where it is to be named. */
  readonly name?: string;
}

/** Fields whose values say more than their names. */
const SHOWN_FIELDS = ["owner", "note", "title", "priority", "phase"];

/** One event as a line: when, what, by whom, why. */
export function renderEvent(event: StoreEvent, out: Style, { name }: EventOptions = {}): string {
  const remarks = [
    `by ${event.by}`,
    ...(event.run === undefined ? [] : [`run ${event.run}`]),
    ...(event.isForced === true ? ["forced"] : []),
    ...(event.undoes === undefined ? [] : ["taken back"]),
  ];
  return [
    out.dim(event.at),
    ...(name === undefined ? [] : [out.accent(name)]),
    whatHappened(event),
    out.dim(`(${remarks.join(", ")})`),
    ...(event.message === undefined ? [] : [event.message]),
  ].join(" ");
}

/** Types whose fields say more than the type. */
const DESCRIBED: ReadonlySet<StoreEvent["type"]> = new Set<StoreEvent["type"]>(["changed", "moved", "noted"]);

function whatHappened({ type, before, after, evidence }: StoreEvent): string {
  if (type === "claimed") return `claimed until ${untilOf(after?.["claim"])}`;
  if (type === "document") return "parsed";
  if (type === "noted" && evidence !== undefined) {
    const { environment, items } = evidence;
    return `${items.length === 0 ? "evidence dropped" : "verified"} in ${environment}`;
  }
  if (type === "status") return `${stepOf(before, after)} ${describeFields(after)}`.trimEnd();
  return DESCRIBED.has(type) ? `${type} ${describeFields(after)}`.trimEnd() : type;
}

function stepOf(before: StoreEvent["before"], after: StoreEvent["after"]): string {
  return `${before?.status ?? "?"} → ${after?.status ?? "?"}`;
}

function describeFields(after: StoreEvent["after"]): string {
  return Object.entries(after ?? {})
    .filter(([name]) => name !== "status" && name !== "message" && name !== "claim" && name !== "run")
    .filter(([name]) => name !== "evidence")
    .map(([name, value]) =>
      SHOWN_FIELDS.includes(name) ? `${name} ${value === null ? "removed" : JSON.stringify(value)}` : name,
    )
    .join(", ");
}

function untilOf(claim: unknown): string {
  if (typeof claim !== "object" || claim === null || !("until" in claim)) return "?";
  return String(claim.until);
}
