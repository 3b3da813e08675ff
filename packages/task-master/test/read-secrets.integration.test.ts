import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSecrets } from "../src/index.ts";
import type { SecretSource } from "../src/index.ts";

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

async function read(source: SecretSource) {
  const environment = { TOKEN: "from-environment", PATH: "/usr/bin:/bin" };
  return readSecrets({ token: source }, { environment, workingDirectory: workspace.directory });
}

test("a secret comes from a variable, a file or a program", async () => {
  workspace.write("secret", "from-file\n");
  expect(await read({ env: "TOKEN" })).toEqual({ token: "from-environment" });
  expect(await read({ file: "secret" })).toEqual({ token: "from-file" });
  expect(await read({ exec: ["echo", "from-program"] })).toEqual({ token: "from-program" });
});

test.each([
  [{ env: "NOTHING" }, "the variable NOTHING is not set"],
  [{ file: "nothing" }, "cannot be read"],
  [{ exec: ["false"] }, "`false` did not give it"],
  [{ exec: ["no-such-program"] }, "did not give it"],
  [{ exec: ["true"] }, "it is empty"],
] as const)("%j is told with the secret's name", async (source, said) => {
  await expect(read(source)).rejects.toMatchObject({ code: "CANARY_CONFIG_INVALID" });
  await expect(read(source)).rejects.toThrow(`The secret "token" is not available`);
  await expect(read(source)).rejects.toThrow(said);
});
