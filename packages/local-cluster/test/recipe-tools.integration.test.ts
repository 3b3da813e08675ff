import { execa } from "execa";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findProgram } from "../src/host/find-program.ts";

const MODULES = path.resolve(import.meta.dirname, "../../../infra/local-cluster/mod");
const gofmt = await findProgram("gofmt");
if (gofmt === undefined)
  process.stderr.write(
    "SKIPPED: gofmt is not on PATH, so the tests of the recipe's Go programs prove nothing\n",
  );

const namesIn = (module: string): readonly string[] =>
  readdirSync(path.join(MODULES, module), { recursive: true, encoding: "utf8" });

/** The folders with Go sources of ours. */
const modules = readdirSync(MODULES).filter((module) => namesIn(module).some((name) => name.endsWith(".go")));

/** The programs that are ours alone. To vet one that requires others' modules would compile those: Kubernetes, Traefik, CoreDNS. */
const programs = modules.filter(
  (module) => !/^require\b/m.test(readFileSync(path.join(MODULES, module, "go.mod"), "utf8")),
);
const tested = modules.filter((module) => namesIn(module).some((name) => name.endsWith("_test.go")));

describe.skipIf(gofmt === undefined)("the recipe's own Go programs", () => {
  const go = async (module: string, ...args: readonly string[]): Promise<string> => {
    const env = { GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local", GOWORK: "off", CGO_ENABLED: "0" };
    const result = await execa("go", args, {
      cwd: path.join(MODULES, module),
      env,
      all: true,
      reject: false,
    });
    return result.exitCode === 0 ? "" : result.all;
  };

  it("are found, and none with tests compiles the modules of others for them", () => {
    expect(programs).toEqual(expect.arrayContaining(["git-server", "helper", "pause", "webhook-receiver"]));
    expect(tested).toEqual(expect.arrayContaining(["git-server", "helper", "webhook-receiver"]));
    expect(tested.filter((module) => !programs.includes(module))).toEqual([]);
  });

  it.each(modules)("%s is formatted", async (module) => {
    const { stdout } = await execa(gofmt ?? "", ["-l", path.join(MODULES, module)]);
    expect(stdout).toBe("");
  });

  it.each(programs)("%s has no doubtful code", async (module) => {
    expect(await go(module, "vet", "./...")).toBe("");
  });

  it.each(tested)("%s passes its tests", async (module) => {
    expect(await go(module, "test", "./...")).toBe("");
  });
});
