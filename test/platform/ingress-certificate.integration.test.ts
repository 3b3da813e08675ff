import { execFile } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { ROOT } from "../support/markdown.ts";

/**
 * A cluster with a namespace, and one Secret: what was applied. `certificates` is there where cert-manager keeps the Secret, with the
 * names that it was asked for; `ingresses` has what the script's template makes of the Ingresses.
 */
const KUBECTL = `#!/bin/sh
here=$(dirname "$0")
case "$*" in
  *"get certificates"*) cat "$here/certificates" 2>/dev/null ;;
  *"get ingresses"*) [ ! -e "$here/ingresses" ] || cat "$here/ingresses" ;;
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

  it("asks of cert-manager only the names that cert-manager was asked for", async () => {
    workspace.write("bin/ingresses", "host elsewhere.example.org\n");
    await run(["app.example.org", "*.apps.example.org"]);
    workspace.write("bin/certificates", "*.apps.example.org\napp.example.org\n");
    expect(await run(["--check"])).toMatchObject({
      code: 0,
      output: expect.stringContaining("is good for *.apps.example.org app.example.org, kept by cert-manager"),
    });
    workspace.write("bin/certificates", "app.example.org\nnew.example.org\n");
    const lacking = await run(["--check"]);
    expect(lacking).toMatchObject({ code: 1, output: expect.stringContaining("new.example.org") });
    expect(lacking.output).not.toContain(".local");
    // One for addresses has no such names.
    workspace.write("bin/certificates", "");
    expect(await run(["--check"])).toMatchObject({ code: 0 });
    rmSync(workspace.path("bin/certificate"));
    expect(await run(["--check"])).toMatchObject({ code: 1 });
  });

  it("counts no host for which an Ingress has a Secret of its own", async () => {
    workspace.write(
      "bin/ingresses",
      "host a.local\nhost own.local\nown own.local\nhost b.apps.local\nown *.apps.local\nhost c.d.apps.local\n",
    );
    const { code, output } = await run([]);
    const names = /is new, for ([^;]*);/.exec(output)?.[1]?.split(" ").toSorted();
    const wellKnown = ["blue-green-preview.local", "blue-green.local", "canary.local", "podinfo.example.com"];
    expect([code, names]).toEqual([0, ["a.local", "c.d.apps.local", ...wellKnown].toSorted()]);
    expect(await run(["--check"])).toMatchObject({ code: 0 });
    workspace.write("bin/ingresses", "own *.local\nown podinfo.example.com\n");
    expect(await run([])).toMatchObject({
      code: 0,
      output: expect.stringContaining("no certificate is needed"),
    });
  });

  it("makes none while the cluster does not tell its Ingresses", async () => {
    workspace.writeTool(
      "kubectl",
      KUBECTL.replace('*"get ingresses"*)', '*"get ingresses"*) exit 1 ;; none)'),
    );
    expect(await run([])).toMatchObject({ code: 1 });
    expect(workspace.has("bin/calls")).toBe(false);
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
