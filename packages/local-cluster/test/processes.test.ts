import { describe, expect, it } from "vitest";
import { isRunning, parseProcessStat, readProcess } from "../src/system/processes.ts";

const STAT =
  "4321 (etcd) S 17 4321 4321 0 -1 4194560 8810 0 0 0 121 74 0 0 20 0 11 0 98765 11894874112 14000 18446744073709551615";

describe("parseProcessStat", () => {
  it("reads number, parent, state and start time", () => {
    expect(parseProcessStat(STAT)).toEqual({ pid: 4321, parentPid: 17, state: "S", startTicks: 98_765 });
  });

  it("reads a name with spaces and parentheses", () => {
    expect(parseProcessStat(STAT.replace("(etcd)", "(a) b (c)"))?.startTicks).toBe(98_765);
  });

  it.each(["", "no process", "4321 (etcd"])("finds nothing in %j", (line) => {
    expect(parseProcessStat(line)).toBeUndefined();
  });
});

describe.skipIf(process.platform !== "linux")("isRunning", () => {
  it("knows a living process by its number and its start time", async () => {
    const own = await readProcess(process.pid);
    expect(own?.pid).toBe(process.pid);
    expect(await isRunning(own ?? { pid: 0, startTicks: 0 })).toBe(true);
  });

  it("does not take a later process with the same number for it", async () => {
    expect(await isRunning({ pid: process.pid, startTicks: 1 })).toBe(false);
  });
});
