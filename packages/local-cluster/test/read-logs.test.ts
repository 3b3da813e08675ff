import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { appendFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LogLine, LogOptions } from "../src/cluster/cluster.ts";
import { readLogs } from "../src/cluster/read-logs.ts";

describe("readLogs", () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = createWorkspace();
    workspace.write("etcd.log", "one\ntwo\nthree\n");
    workspace.write("kubelet.log", "alpha\n");
  });
  afterEach(() => workspace.remove());

  const read = async (component?: string, options?: LogOptions): Promise<readonly string[]> => {
    const lines: string[] = [];
    for await (const { component: name, line } of readLogs(workspace.directory, component, options)) {
      lines.push(`${name}: ${line}`);
    }
    return lines;
  };

  it("gives one component's lines", async () => {
    expect(await read("etcd")).toEqual(["etcd: one", "etcd: two", "etcd: three"]);
  });

  it("gives the last lines of every component", async () => {
    expect(await read(undefined, { tail: 1 })).toEqual(["etcd: three", "kubelet: alpha"]);
  });

  it("names the components there are when one is unknown", async () => {
    await expect(read("etc")).rejects.toMatchObject({
      code: "CANARY_VALUE_UNKNOWN",
      details: { candidates: ["etcd", "kubelet"] },
    });
  });

  it("gives nothing where there are no logs", async () => {
    const lines: LogLine[] = [];
    for await (const line of readLogs(workspace.path("none"))) lines.push(line);
    expect(lines).toEqual([]);
  });

  it("follows what is written later, line by line, until it is told to end", async () => {
    const controller = new AbortController();
    const lines: string[] = [];
    const options = { follow: true, tail: 1, signal: controller.signal };
    appendFileSync(workspace.path("etcd.log"), "first\nunfin");
    for await (const { line } of readLogs(workspace.directory, "etcd", options)) {
      lines.push(line);
      if (line === "first") appendFileSync(workspace.path("etcd.log"), "ished\n");
      else controller.abort();
    }
    expect(lines).toEqual(["first", "unfinished"]);
  });
});
