import { execa } from "execa";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findProgram } from "../src/host/find-program.ts";

const RECIPE = path.resolve(import.meta.dirname, "../../../infra/local-cluster");
const gofmt = await findProgram("gofmt");
const shellcheck = await findProgram("shellcheck");

describe.skipIf(gofmt === undefined)("the recipe's own Go programs", () => {
  const go = async (module: string, ...args: readonly string[]): Promise<string> => {
    const env = { GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local", GOWORK: "off", CGO_ENABLED: "0" };
    const result = await execa("go", args, {
      cwd: path.join(RECIPE, "mod", module),
      env,
      all: true,
      reject: false,
    });
    return result.exitCode === 0 ? "" : result.all;
  };

  it.each(["helper", "pause", "webhook-receiver"])(
    "%s is formatted and has no doubtful code",
    async (module) => {
      const files = await execa(gofmt ?? "", ["-l", path.join(RECIPE, "mod", module)]);
      expect(files.stdout).toBe("");
      expect(await go(module, "vet", "./...")).toBe("");
    },
  );

  it.each(["helper", "webhook-receiver"])("%s passes its tests", async (module) => {
    expect(await go(module, "test", "./...")).toBe("");
  });
});

describe.skipIf(shellcheck === undefined)("the node's start script", () => {
  it("passes shellcheck", async () => {
    const result = await execa(shellcheck ?? "", [path.join(RECIPE, "node", "start.sh")], { reject: false });
    expect(result.stdout).toBe("");
  });
});
