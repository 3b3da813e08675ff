import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { CNI_PACKAGE, REQUIRED_TOOLS } from "../packages/local-cluster/src/host/required-tools.ts";
import { ROOT } from "./support/markdown.ts";

const SCRIPT = join(ROOT, "scripts/packages.sh");
const PROGRAMS = [
  "conntrack",
  "containerd",
  "containerd-shim-runc-v2",
  "ip",
  "iptables",
  "mmdebstrap",
  "ps",
  "runc",
];

let workspace: Workspace;

/** Runs the script where only these programs are on PATH: no dpkg and no apt-get to ask. */
function run(programs: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const folder = workspace.path(`bin-${programs.length}`);
  mkdirSync(folder);
  for (const name of programs) {
    writeFileSync(join(folder, name), "#!/bin/sh\n");
    chmodSync(join(folder, name), 0o755);
  }
  return spawnSync("/bin/bash", [SCRIPT], { encoding: "utf8", env: { PATH: folder } });
}

describe("scripts/packages.sh", () => {
  beforeAll(() => {
    workspace = createWorkspace();
  });
  afterAll(() => workspace.remove());

  it("asks for programs, however they came to the machine", () => {
    const { stderr } = run(PROGRAMS);
    // A machine without the plug-ins of the network, or the keys of Debian, needs those.
    expect(
      stderr.replace(
        /error: programs of (containernetworking-plugins|debian-archive-keyring| )+ are missing[^]*/,
        "   nothing missing\n",
      ),
    ).toBe("   nothing missing\n");
  });

  it("names the packages of what is missing, and ends with 7 where it cannot install them", () => {
    const { status, stderr } = run(PROGRAMS.filter((name) => name !== "mmdebstrap"));
    expect(stderr).toMatch(
      /error: programs of .*mmdebstrap.* are missing, and there is no apt-get\n {2}fix: /,
    );
    expect(status).toBe(7);
  });

  it("knows every package that canary doctor asks for, but for those of every Linux", () => {
    const text = readFileSync(SCRIPT, "utf8");
    const packages = [CNI_PACKAGE, ...REQUIRED_TOOLS.flatMap((tool) => tool.package ?? [])];
    expect(packages.filter((name) => !text.includes(name))).toEqual(["util-linux"]);
  });
});
