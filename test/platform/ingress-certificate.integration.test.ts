import { execFile } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { ROOT } from "../support/markdown.ts";

/** A cluster with a namespace, and one Secret: what was applied. `certificates` is there where cert-manager keeps the Secret. */
const KUBECTL = `#!/bin/sh
here=$(dirname "$0")
case "$*" in
  *"get certificates"*) [ -e "$here/certificates" ] ;;
  *"get secret"*) [ ! -e "$here/certificate" ] || base64 <"$here/certificate" ;;
  *"create secret"*) for each; do case $each in --from-file=tls.crt=*) cp "\${each#*crt=}" "$here/certificate" ;; esac; done ;;
  *apply*) cat >/dev/null; echo applied >>"$here/calls" ;;
esac
`;
const SCRIPT = join(ROOT, "scripts/ingress-certificate.sh");

interface Ended {
  readonly code: unknown;
  readonly output: string;
}

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
  workspace.writeTool("kubectl", KUBECTL);
});
afterEach(() => workspace.remove());

function run(
  argv: readonly string[],
  path = `${workspace.path("bin")}:${process.env["PATH"]}`,
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile("/bin/bash", [SCRIPT, ...argv], { env: { PATH: path } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr }),
    );
  });
}

describe("scripts/ingress-certificate.sh", () => {
  it("makes a certificate once, and again for another host", async () => {
    expect(await run(["--check"])).toMatchObject({
      code: 1,
      output: expect.stringContaining("is not good for"),
    });
    expect((await run(["a.local"])).output).toContain("is new, for a.local");
    expect(await run(["--check", "a.local"])).toMatchObject({
      code: 0,
      output: expect.stringContaining("is good for"),
    });
    expect((await run(["a.local"])).output).toContain("is good for a.local");
    expect(await run(["--check", "b.local"])).toMatchObject({ code: 1 });
    expect(workspace.read("bin/calls")).toBe("applied\n");
  });

  it("leaves to cert-manager what cert-manager keeps, and says whether it is good for the hosts", async () => {
    workspace.write("bin/certificates", "");
    const absent = await run(["a.local"]);
    expect(absent).toMatchObject({ code: 1, output: expect.stringContaining("not good for a.local") });
    expect(absent.output).toContain("describe certificate ingress-certificate");
    rmSync(workspace.path("bin/certificates"));
    await run(["a.local"]);
    workspace.write("bin/certificates", "");
    expect(await run(["--check", "a.local"])).toMatchObject({
      code: 0,
      output: expect.stringContaining("is good for a.local, kept by cert-manager, until"),
    });
    for (const argv of [["b.local"], ["--check", "a.local", "b.local"]])
      expect(await run(argv)).toMatchObject({ code: 1, output: expect.stringContaining("b.local") });
    expect(workspace.read("bin/calls")).toBe("applied\n");
  });

  it("ends without openssl, and well where it is optional", async () => {
    for (const name of ["bash", "env", "sed"]) symlinkSync(join("/bin", name), workspace.path("bin", name));
    const only = workspace.path("bin");
    expect(await run([], only)).toMatchObject({
      code: 7,
      output: expect.stringContaining("openssl is not on PATH"),
    });
    expect(await run(["--optional"], only)).toMatchObject({
      code: 0,
      output: expect.stringContaining("one of its own"),
    });
    expect(await run(["--optional", "--check"], only)).toMatchObject({ code: 0 });
  });

  it("refuses an option that there is not, and explains those that there are", async () => {
    expect(await run(["--chek"])).toMatchObject({ code: 2 });
    expect((await run(["--help"])).output).toContain("--optional  without openssl");
  });
});
