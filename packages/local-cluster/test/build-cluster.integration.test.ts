import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BuildTarget, ProgramTarget } from "../src/build/build-target.ts";
import { buildCluster, locateBuild } from "../src/index.ts";
import type { BuildEvent, BuildOptions, WaitingEvent } from "../src/index.ts";
import { acquireHostLock } from "../src/system/host-lock.ts";
import { FAKE_GO, FAKE_HELPER } from "./support/fake-go.ts";

const program = (name: string, links: readonly string[] = []): BuildTarget => ({
  kind: "program",
  name,
  module: name,
  package: "./cmd",
  variables: { "example.com/v.Version": "1" },
  links,
  expectedMs: 1_000,
});
const TARGETS: readonly BuildTarget[] = [
  program("helper"),
  program("app", ["app-link"]),
  {
    kind: "image",
    name: "app-image",
    image: "example.com/app:v1",
    config: {},
    files: [
      { from: { program: "app" }, to: "/app" },
      { from: { module: "app", goModule: "example.com/ui", path: "web" }, to: "/web" },
    ],
    expectedMs: 1_000,
  },
  {
    kind: "manifest",
    name: "app-manifest",
    module: "app",
    goModule: "example.com/app",
    path: "install.yaml",
    replace: { "app:latest": "app:v1" },
    output: "manifests/app/install.yaml",
    expectedMs: 1_000,
  },
];

describe("buildCluster", () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = createWorkspace();
    workspace.writeTool("go", FAKE_GO);
    for (const module of ["helper", "app"])
      workspace.write(`recipe/mod/${module}/go.mod`, `module ${module}\n`);
    workspace.write("modules/example.com/ui/web/index.html", "<html>");
    workspace.write("modules/example.com/app/install.yaml", "image: app:latest\n");
    vi.stubEnv("PATH", `${workspace.path("bin")}:${process.env["PATH"]}`);
    vi.stubEnv("FAKE_GO_LOG", workspace.write("go.log", ""));
    vi.stubEnv("FAKE_GO_HELPER", FAKE_HELPER);
    vi.stubEnv("FAKE_GO_MODULES", workspace.path("modules"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    workspace.remove();
  });

  const build = async (options: Partial<BuildOptions> = {}) =>
    buildCluster({
      recipeDirectory: workspace.path("recipe"),
      cacheDirectory: workspace.path("cache"),
      targets: TARGETS,
      ...options,
    });
  const compiled = (): readonly string[] =>
    workspace
      .read("go.log")
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split(" ")[0] ?? "");

  it("makes programs, links, images and manifests, and leaves neither Go's cache nor a partial folder", async () => {
    const result = await build();
    expect(result.built).toBe(true);
    expect(readdirSync(result.binDirectory).sort()).toEqual(["app", "app-link", "helper"]);
    expect(readdirSync(result.imagesDirectory)).toEqual(["app-image.tar"]);
    expect(
      JSON.parse(
        workspace.read(path.relative(workspace.directory, `${result.imagesDirectory}/app-image.tar`)),
      ),
    ).toEqual({
      name: "example.com/app:v1",
      files: ["/app", "/web"],
    });
    const manifest = path.join(
      path.relative(workspace.directory, result.manifestsDirectory),
      "app/install.yaml",
    );
    expect(workspace.read(manifest)).toBe("image: app:v1\n");
    expect(readdirSync(result.directory).sort()).toEqual([
      "bin",
      "build.json",
      "images",
      "manifests",
      "stamps",
    ]);
    expect(readdirSync(workspace.path("cache"))).toEqual([result.key]);
  });

  it("builds without C, trimmed, with the versions linked in", async () => {
    await build();
    expect(workspace.read("go.log")).toContain("-trimpath -ldflags -s -w -X example.com/v.Version=1");
  });

  it("compiles into the cache that several builds share, and leaves it there", async () => {
    vi.stubEnv("CANARY_GO_BUILD_CACHE", workspace.path("shared"));
    await build();
    expect(workspace.has("shared")).toBe(true);
  });

  it("puts files of ours into a module, and compiles with it", async () => {
    workspace.write("modules/example.com/sdk/a/all.go", "package a // a hundred clouds");
    workspace.write("modules/example.com/sdk/b/kept.go", "package b");
    workspace.write("recipe/mod/app/own/none.go", "package a // none");
    workspace.write("recipe/mod/app/go.sum", "");
    vi.stubEnv("FAKE_GO_FAIL", "app");
    const amended = { goModule: "example.com/sdk", files: { "a/all.go": "own/none.go" } };
    const [helper, app] = TARGETS as readonly [BuildTarget, ProgramTarget];
    await expect(build({ targets: [helper, { ...app, amended }] })).rejects.toThrow("app");
    const [folder = ""] = readdirSync(workspace.path("cache"));
    const kept = (name: string): string => workspace.read(path.join("cache", folder, "tmp", name));
    expect([kept("app-amended/a/all.go"), kept("app-amended/b/kept.go")]).toEqual([
      "package a // none",
      "package b",
    ]);
    expect(kept("app.mod")).toMatch(/^module app\n\nreplace example\.com\/sdk => \/.*\/app-amended\n$/);
    expect(workspace.read("go.log")).toMatch(/-modfile \S+\/app\.mod/);
  });

  it("finds a finished build and does nothing", async () => {
    const first = await build();
    const events: unknown[] = [];
    const second = await build({ onEvent: (event) => events.push(event) });
    expect(second).toEqual({ ...first, built: false });
    expect(events).toEqual([]);
  });

  it("tells of each target where it stands and how much is left", async () => {
    const events: (BuildEvent | WaitingEvent)[] = [];
    await build({ onEvent: (event) => events.push(event) });
    const told = events.filter((event) => event.kind === "build");
    expect(
      told.filter(({ state }) => state === "done").map(({ target, index, total }) => [target, index, total]),
    ).toEqual([
      ["helper", 1, 4],
      ["app", 2, 4],
      ["app-image", 3, 4],
      ["app-manifest", 4, 4],
    ]);
    expect(told[0]).toMatchObject({ target: "helper", state: "started", remainingMs: 4_000 });
    expect(told.at(-1)?.remainingMs).toBe(0);
  });

  it("shows what the compiler said and keeps what is finished for the next run", async () => {
    vi.stubEnv("FAKE_GO_FAIL", "app");
    await expect(build()).rejects.toMatchObject({
      code: "CANARY_CLUSTER_BUILD_FAILED",
      message: "building app failed:\n# example.com/app\n./main.go:3:1: undefined: x",
    });
    vi.stubEnv("FAKE_GO_FAIL", "");
    await build();
    expect(compiled()).toEqual(["helper", "app", "app"]);
  });

  it("goes on after an interruption with what is finished", async () => {
    vi.stubEnv("FAKE_GO_HANG", "app");
    const controller = new AbortController();
    const hangs = vi.waitUntil(() => workspace.has("go.log.hangs"), { timeout: 60_000, interval: 20 });
    const aborted = hangs.then(() => controller.abort());
    await expect(build({ signal: controller.signal })).rejects.toMatchObject({ name: "AbortError" });
    await aborted;
    vi.stubEnv("FAKE_GO_HANG", "");
    expect((await build()).built).toBe(true);
    expect(compiled().filter((module) => module === "helper")).toEqual(["helper"]);
  });

  it("removes what an interrupted build of another recipe left, but not one that goes on", async () => {
    workspace.write("cache/0123.partial/gocache/x", "gigabytes");
    workspace.write("cache/4567.partial/gocache/x", "in use");
    const request = { subject: "the other build", verb: "build", timeoutMs: 0 };
    const lock = await acquireHostLock(`build ${workspace.path("cache", "4567")}`, request);
    const { key } = await build();
    await lock.release();
    expect(readdirSync(workspace.path("cache")).sort()).toEqual(["4567.partial", key].sort());
  });

  it("takes from an earlier build what did not change", async () => {
    const first = await build();
    workspace.write("recipe/mod/helper/go.mod", "module helper2\n");
    const second = await build();
    expect(second.key).not.toBe(first.key);
    expect(compiled()).toEqual(["helper", "app", "helper"]);
    expect(statSync(`${second.binDirectory}/app`).ino).toBe(statSync(`${first.binDirectory}/app`).ino);
  });

  it("builds once when two ask at the same time", async () => {
    const waited: unknown[] = [];
    const onEvent = (event: BuildEvent | WaitingEvent): void => {
      if (event.kind === "waiting") waited.push(event);
    };
    const results = await Promise.all([build({ onEvent }), build({ onEvent })]);
    expect(results.map(({ built }) => built).sort()).toEqual([false, true]);
    expect(compiled()).toEqual(["helper", "app"]);
    expect(waited).toEqual([{ kind: "waiting", subject: "build", owner: `build, process ${process.pid}` }]);
  });

  it("makes only the manifests where the cluster is another provider's", async () => {
    const options = { recipeDirectory: workspace.path("recipe"), cacheDirectory: workspace.path("cache") };
    const located = await locateBuild({ ...options, targets: TARGETS, parts: "manifests" });
    expect(located.isFinished).toBe(false);
    const result = await build({ parts: "manifests" });
    expect(result).toMatchObject({ directory: located.directory, built: true });
    expect(readdirSync(result.directory).sort()).toEqual(["build.json", "manifests", "stamps"]);
    expect(compiled()).toEqual([]);
  });

  it("refuses a manifest without the text that is to be replaced", async () => {
    workspace.write("modules/example.com/app/install.yaml", "image: other\n");
    await expect(build()).rejects.toMatchObject({
      code: "CANARY_CLUSTER_BUILD_FAILED",
      message: expect.stringContaining('does not hold "app:latest"') as string,
    });
  });

  it("says that go is missing", async () => {
    vi.stubEnv("PATH", workspace.path("empty"));
    await expect(build()).rejects.toMatchObject({ code: "CANARY_TOOL_NOT_FOUND", exitCode: 7 });
  });
});
