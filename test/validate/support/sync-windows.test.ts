import { describe, expect, it } from "vitest";
import type { SyncWindow } from "./argocd-objects.ts";
import { syncVerdict } from "./sync-windows.ts";

const window = (over: Partial<SyncWindow> = {}): SyncWindow => ({
  kind: "deny",
  schedule: "0 22 * * *",
  duration: "8h",
  timeZone: "Etc/UTC",
  applications: ["*-prod"],
  manualSync: false,
  ...over,
});

const NIGHT = new Date("2026-11-20T23:00:00Z");
const NOON = new Date("2026-11-20T12:00:00Z");

describe("what sync windows forbid", () => {
  it.each([
    ["nothing without windows", [], "a-prod", NIGHT, [true, true]],
    ["everything in a deny window", [window()], "a-prod", NIGHT, [false, false]],
    [
      "a person nothing where it says manualSync",
      [window({ manualSync: true })],
      "a-prod",
      NIGHT,
      [false, true],
    ],
    [
      "a person everything where one of two does not",
      [window({ manualSync: true }), window()],
      "a-prod",
      NIGHT,
      [false, false],
    ],
    ["nothing outside of it", [window()], "a-prod", NOON, [true, true]],
    ["nothing of another application", [window()], "a-dev", NIGHT, [true, true]],
    ["everything outside of an allow window", [window({ kind: "allow" })], "a-prod", NOON, [false, false]],
    ["nothing in an allow window", [window({ kind: "allow" })], "a-prod", NIGHT, [true, true]],
  ] as const)("%s", (_, windows, application, time, [automatic, manual]) => {
    expect(syncVerdict(windows, application, time)).toEqual({ automatic, manual });
  });

  it.each([
    ["2026-11-20T21:59:59Z", true],
    ["2026-11-20T22:00:00Z", false],
    ["2026-11-21T05:59:59Z", false],
    ["2026-11-21T06:00:00Z", true],
  ])("begins and ends on the minute: %s", (time, automatic) => {
    expect(syncVerdict([window()], "a-prod", new Date(time)).automatic).toBe(automatic);
  });

  it.each([
    ["a schedule of four fields", { schedule: "0 22 * *" }],
    ["a step, which it does not know", { schedule: "*/5 22 * * *" }],
    ["a duration of days", { duration: "2d" }],
    ["another time zone", { timeZone: "Europe/Berlin" }],
  ])("is not guessed for %s", (_, over) => {
    expect(() => syncVerdict([window(over)], "a-prod", NIGHT)).toThrow(/no |only/);
  });
});
