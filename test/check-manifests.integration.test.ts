import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import { ROOT } from "./support/markdown.ts";

const MANIFEST = "kind: List\n";
const CHECKSUM = `sha256:${createHash("sha256").update(MANIFEST).digest("hex")}`;

const workspace = createWorkspace();
const server = createServer((request, response) => {
  response.statusCode = request.url === "/install.yaml" ? 200 : 404;
  response.end(MANIFEST);
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  workspace.remove();
});

/** What the script says of one manifest of that name and checksum. */
function check(name: string, checksum: string): Promise<{ code: unknown; output: string }> {
  const manifest = { url: `http://127.0.0.1:${port}/${name}`, path: name, checksum };
  const file = workspace.write("versions.yaml", JSON.stringify({ components: { a: {}, b: { manifest } } }));
  return new Promise((resolve) => {
    const argv = [join(ROOT, "scripts/check-manifests.mjs"), file];
    execFile(process.execPath, argv, (error, output) =>
      resolve({ code: error === null ? 0 : error.code, output }),
    );
  });
}

describe("scripts/check-manifests.mjs", () => {
  it("is content with a manifest of the checksum", async () => {
    expect(await check("install.yaml", CHECKSUM)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^ok/),
    });
  });

  it.each([
    ["of another checksum", "install.yaml", `sha256:${"0".repeat(64)}`, `is ${CHECKSUM}, not sha256:0`],
    ["that is not there", "other.yaml", CHECKSUM, "answered 404"],
  ])("fails for a manifest %s", async (_, name, checksum, fault) => {
    const { code, output } = await check(name, checksum);
    expect(code).toBe(1);
    expect(output).toContain(fault);
  });
});
