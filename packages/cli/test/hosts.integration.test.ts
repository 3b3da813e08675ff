import { chmodSync, statSync, symlinkSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hostsBlockSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

const ORIGINAL = "127.0.0.1 localhost\n# caf\u00e9, hand-made";

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
  workspace.write("hosts", ORIGINAL);
});
afterEach(() => workspace.remove());

function hosts(...argv: string[]): Promise<CanaryRun> {
  return runCanary(workspace, ["hosts", "--file", workspace.path("hosts"), ...argv]);
}
const GIVEN = ["a.local", "b.local", "--address", "192.0.2.7"];

describe("canary hosts", () => {
  it("prints the lines that lead to a cluster and changes nothing", async () => {
    const run = await hosts(...GIVEN);
    expect(run.exitCode).toBe(0);
    expect(run.stdout.split("\n")).toEqual([
      "# canary hosts of canary: begin",
      "192.0.2.7 a.local",
      "192.0.2.7 b.local",
      "# canary hosts of canary: end",
      "",
    ]);
    expect(workspace.read("hosts")).toBe(ORIGINAL);
  });

  it("writes them, says so once, and takes them out again byte by byte", async () => {
    const written = await hosts(...GIVEN, "--write");
    expect(written.stdout).toBe(
      `Wrote 2 hosts of cluster canary to ${workspace.path("hosts")}: a.local, b.local\n`,
    );
    expect(workspace.read("hosts")).toContain("192.0.2.7 b.local\n");
    expect((await hosts(...GIVEN, "--write")).stdout).toContain("needs no change");
    expect((await hosts("--remove")).stdout).toContain("Removed the hosts of cluster canary");
    expect(workspace.read("hosts")).toBe(ORIGINAL);
    const again = await hosts("--remove");
    expect([again.exitCode, again.stdout]).toEqual([
      0,
      expect.stringContaining("has no hosts of cluster canary"),
    ]);
  });

  it("names the earlier lines that win over what it wrote", async () => {
    workspace.write("hosts", "127.0.0.1 localhost\n127.0.0.1 x A.local # mine\n192.0.2.7 b.local\n");
    const run = await hosts(...GIVEN, "--write");
    expect([run.exitCode, run.stderr]).toEqual([
      0,
      `line 2 of ${workspace.path("hosts")} already leads a.local to 127.0.0.1, and the first line wins: take it out\n`,
    ]);
    const again = await hosts(...GIVEN, "--write", "-o", "json");
    expect(hostsBlockSchema.parse(JSON.parse(again.stdout)).overridden).toEqual([
      { host: "a.local", address: "127.0.0.1", line: 2 },
    ]);
  });

  it("keeps the file's mode and its place behind a link", async () => {
    chmodSync(workspace.path("hosts"), 0o640);
    symlinkSync(workspace.path("hosts"), workspace.path("link"));
    const before = statSync(workspace.path("hosts"));
    await runCanary(workspace, ["hosts", ...GIVEN, "--write", "--file", workspace.path("link")]);
    const after = statSync(workspace.path("hosts"));
    expect([after.mode, after.ino]).toEqual([before.mode, before.ino]);
    expect(workspace.read("hosts")).toContain("a.local");
  });

  it("keeps the blocks of two clusters that are written at once", async () => {
    await Promise.all(
      ["one", "two"].map((name) =>
        hosts(`${name}.local`, "--address", "192.0.2.7", "--name", name, "--write"),
      ),
    );
    expect(workspace.read("hosts")).toMatch(/one\.local[^]*two\.local|two\.local[^]*one\.local/);
    await hosts("--name", "one", "--remove");
    await hosts("--name", "two", "--remove");
    expect(workspace.read("hosts")).toBe(ORIGINAL);
  });

  it("prints a document that its published schema accepts", async () => {
    const run = await hosts(...GIVEN, "--write", "-o", "json");
    expect(hostsBlockSchema.parse(JSON.parse(run.stdout))).toMatchObject({
      cluster: "canary",
      address: "192.0.2.7",
      hosts: ["a.local", "b.local"],
      action: "written",
      changed: true,
    });
  });

  it.each([
    [["a.local", "--write", "--remove"], "exclude each other"],
    [["a.local", "--remove"], "takes out all lines of the cluster"],
    [["--address", "192.0.2.7", "--remove"], "takes out all lines of the cluster"],
    [["a.local", "--address", "nowhere"], '"nowhere" is no IP address'],
    [["*.local", "--address", "192.0.2.7"], '"*.local" is no host name'],
    [["a.local:80", "--address", "192.0.2.7"], '"a.local:80" is no host name'],
  ])("refuses %j", async (argv, message) => {
    const run = await hosts(...argv);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(message);
    expect(workspace.read("hosts")).toBe(ORIGINAL);
  });

  it("leaves a file with a torn block as it is, and names the line", async () => {
    workspace.write("hosts", "# canary hosts of canary: begin\n1.1.1.1 x\n");
    const run = await hosts(...GIVEN, "--write");
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("CANARY_HOSTS_DAMAGED");
    expect(run.stderr).toContain("line 1");
    expect(workspace.read("hosts")).toBe("# canary hosts of canary: begin\n1.1.1.1 x\n");
  });

  it("says how it is run as root and finds the cluster all the same, when the file cannot be changed", async () => {
    // A folder: not even root writes into it as into a file.
    const run = await runCanary(workspace, ["hosts", ...GIVEN, "--write", "--file", workspace.directory]);
    expect([run.exitCode, run.stderr]).toEqual([
      7,
      expect.stringContaining('sudo env "PATH=$PATH" "HOME=$HOME" canary hosts'),
    ]);
  });

  it("says what is missing when there is no such file, and when there is no cluster", async () => {
    const absent = await runCanary(workspace, ["hosts", ...GIVEN, "--write", "--file", "/absent/hosts"]);
    expect([absent.exitCode, absent.stderr]).toEqual([7, expect.stringContaining("CANARY_HOSTS_UNWRITABLE")]);
    const alone = await hosts();
    expect([alone.exitCode, alone.stderr]).toEqual([7, expect.stringContaining("CANARY_CLUSTER_NOT_FOUND")]);
  });
});
