import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identifyBuild } from "../src/build/build-key.ts";
import type { BuildTarget, ImageTarget, ProgramTarget } from "../src/build/build-target.ts";

const toolchain = { version: "go1.26.0", architecture: "amd64" };
const helper: ProgramTarget = {
  kind: "program",
  name: "helper",
  module: "helper",
  package: ".",
  expectedMs: 1,
};
const app: ProgramTarget = { kind: "program", name: "app", module: "app", package: ".", expectedMs: 1 };
const image: ImageTarget = {
  kind: "image",
  name: "app-image",
  image: "example.com/app:v1",
  config: {},
  files: [{ from: { program: "app" }, to: "/app" }],
  expectedMs: 1,
};

describe("identifyBuild", () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = createWorkspace();
    for (const module of ["helper", "app"]) {
      workspace.write(`mod/${module}/go.mod`, `module example.com/${module}\n`);
      workspace.write(`mod/${module}/main.go`, "package main\n");
    }
  });
  afterEach(() => workspace.remove());

  const identify = async (targets: readonly BuildTarget[] = [helper, app, image], go = toolchain) =>
    identifyBuild(targets, workspace.directory, go);
  const changed = async (change: () => void): Promise<readonly string[]> => {
    const before = await identify();
    change();
    const after = await identify();
    expect(after.key === before.key).toBe(
      [...after.targets.values()].join() === [...before.targets.values()].join(),
    );
    return [...after.targets.keys()].filter((name) => after.targets.get(name) !== before.targets.get(name));
  };

  it("gives the same key for the same recipe", async () => {
    expect(await identify()).toEqual(await identify());
    expect((await identify()).key).toMatch(/^[0-9a-f]{16}$/);
  });

  it("changes a program and the images made of it with the program's module", async () => {
    expect(await changed(() => workspace.write("mod/app/main.go", "package main // 2\n"))).toEqual([
      "app",
      "app-image",
    ]);
  });

  it("changes every image with the helper that makes them", async () => {
    expect(await changed(() => workspace.write("mod/helper/x.go", "package main\n"))).toEqual([
      "helper",
      "app-image",
    ]);
  });

  it("does not change with a test of a module", async () => {
    expect(await changed(() => workspace.write("mod/app/main_test.go", "package main\n"))).toEqual([]);
  });

  it("does not change with how long a target is expected to take", async () => {
    expect((await identify([helper, { ...app, expectedMs: 9 }, image])).key).toBe((await identify()).key);
  });

  it("changes with the Go toolchain, the architecture and a target's entry", async () => {
    const keys = [
      await identify(),
      await identify(undefined, { ...toolchain, version: "go1.27.0" }),
      await identify(undefined, { ...toolchain, architecture: "arm64" }),
      await identify([helper, { ...app, tags: ["x"] }, image]),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
