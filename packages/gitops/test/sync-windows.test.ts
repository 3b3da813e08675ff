import { describe, expect, it } from "vitest";
import { syncVerdict } from "../src/sync-windows.ts";
import type { SyncWindow } from "../src/sync-windows.ts";

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
    expect(syncVerdict(windows, { name: application }, time)).toMatchObject({ automatic, manual });
  });

  it.each([
    ["2026-11-20T21:59:59Z", true],
    ["2026-11-20T22:00:00Z", false],
    ["2026-11-21T05:59:59Z", false],
    ["2026-11-21T06:00:00Z", true],
  ])("begins and ends on the minute: %s", (time, automatic) => {
    expect(syncVerdict([window()], { name: "a-prod" }, new Date(time)).automatic).toBe(automatic);
  });

  it.each([
    ["a schedule of four fields", { schedule: "0 22 * *" }],
    ["an hour that no day has", { schedule: "0 24 * * *" }],
    ["a word", { schedule: "0 late * * *" }],
    ["a duration of days", { duration: "2d" }],
  ])("is not guessed for %s", (_, over) => {
    expect(() => syncVerdict([window(over)], { name: "a-prod" }, NIGHT)).toThrow(/no /);
  });

  it.each([
    [
      "a step",
      { schedule: "*/30 22-23 * * *", duration: "30m" },
      "2026-11-20T23:10:00Z",
      "2026-11-20T23:30:00Z",
    ],
    ["a name", { schedule: "0 18 * * fri", duration: "60h" }, "2026-11-22T12:00:00Z", "2026-11-23T06:00:00Z"],
    ["a time zone", { timeZone: "Europe/Berlin" }, "2026-11-20T21:30:00Z", "2026-11-21T05:00:00Z"],
    ["hours and minutes", { duration: "1h30m" }, "2026-11-20T23:29:00Z", "2026-11-20T23:30:00Z"],
    ["a day or a weekday", { schedule: "0 22 1 * 5" }, "2026-11-20T23:00:00Z", "2026-11-21T06:00:00Z"],
  ])("is read of %s, with its end", (_, over, time, end) => {
    const { automatic, until } = syncVerdict([window(over)], { name: "a-prod" }, new Date(time));
    expect([automatic, until]).toEqual([false, new Date(end)]);
  });

  it.each([
    ["the namespace alone", { namespaces: ["prod-*"] }, true],
    ["either of two", { applications: ["b"], namespaces: ["prod-eu"] }, true],
    ["both, where it says and", { applications: ["b"], namespaces: ["prod-eu"], andOperator: true }, false],
    ["the cluster", { clusters: ["https://kubernetes.default.svc"] }, true],
    ["nothing", {}, false],
  ])("selects by %s", (_, selection, isHeld) => {
    const { applications: _all, ...bare } = window();
    const application = { name: "a", namespace: "prod-eu", cluster: "https://kubernetes.default.svc" };
    expect(syncVerdict([{ ...bare, ...selection }], application, NIGHT).automatic).toBe(!isHeld);
  });
});
