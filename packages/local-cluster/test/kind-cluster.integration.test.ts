import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { execa } from "execa";
import { mkdirSync, statSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkHost, openCluster } from "../src/index.ts";
import type { Cluster, ClusterEvent } from "../src/index.ts";
import { KIND_NODE_IMAGE } from "../src/kind/kind-config.ts";
import { FAKE_DOCKER, FAKE_KIND, FAKE_KUBECTL } from "./support/fake-kind.ts";

const OPTIONS = { name: "demo", recipeDirectory: "/recipe" };

describe("the provider kind", () => {
  let workspace: Workspace;
  let cluster: Cluster;
  const events: ClusterEvent[] = [];
  beforeEach(() => {
    workspace = createWorkspace();
    workspace.writeTool("kind", FAKE_KIND);
    workspace.writeTool("docker", FAKE_DOCKER);
    workspace.writeTool("kubectl", FAKE_KUBECTL);
    vi.stubEnv("PATH", `${workspace.path("bin")}:${process.env["PATH"]}`);
    vi.stubEnv("FAKE_KIND_STATE", workspace.path("clusters"));
    vi.stubEnv("FAKE_DOCKER_ROOT", workspace.directory);
    mkdirSync(workspace.path("clusters"));
    vi.stubEnv("FAKE_KIND_LOG", workspace.write("calls.log", ""));
    events.length = 0;
    cluster = openCluster({
      name: "demo",
      provider: "kind",
      recipeDirectory: workspace.directory,
      stateDirectory: workspace.path("state", "demo"),
      onEvent: (event) => events.push(event),
    });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    workspace.remove();
  });
  const setContainer = (state: string): string => workspace.write("clusters/canary-demo", state);
  const calls = (prefix: string): readonly string[] =>
    workspace
      .read("calls.log")
      .split("\n")
      .filter((line) => line.startsWith(prefix));

  it("creates the cluster with the pinned image and writes a private kubeconfig with our context", async () => {
    const { changed, status } = await cluster.up();
    expect(changed).toBe(true);
    expect(status).toMatchObject({ state: "ready", provider: "kind", context: "canary-demo" });
    expect(workspace.read("state/demo/kind.yaml")).toContain(KIND_NODE_IMAGE);
    expect(workspace.read("state/demo/kubeconfig")).toBe("current-context: canary-demo");
    expect(statSync(cluster.kubeconfigPath).mode & 0o777).toBe(0o600);
    expect(
      events.map((event) => (event.kind === "step" ? `${event.step} ${event.state}` : event.kind)),
    ).toEqual(["node started", "node done", "node-ready started", "node-ready done"]);
  });

  it("changes nothing when it is up", async () => {
    await cluster.up();
    expect((await cluster.up()).changed).toBe(false);
    expect(calls("kind create")).toHaveLength(1);
  });

  it("rebuilds a cluster whose container has ended", async () => {
    await cluster.up();
    setContainer("exited");
    expect(await cluster.status()).toMatchObject({
      state: "dead",
      reasons: [{ code: "container-missing", message: "the container canary-demo-control-plane is exited" }],
    });
    expect((await cluster.up()).changed).toBe(true);
    expect(calls("kind delete")).toHaveLength(1);
    expect(calls("kind create")).toHaveLength(2);
  });

  it("calls a cluster whose API server does not answer degraded", async () => {
    await cluster.up();
    vi.stubEnv("FAKE_READYZ", "nope");
    expect(await cluster.status()).toMatchObject({
      state: "degraded",
      reasons: [{ code: "api-server-silent" }],
    });
  });

  it("removes the cluster and its state, and does nothing the second time", async () => {
    await cluster.up();
    expect(await cluster.down()).toEqual({ changed: true });
    expect(workspace.has("state/demo")).toBe(false);
    expect(await cluster.status()).toMatchObject({ state: "absent" });
    expect(await cluster.down()).toEqual({ changed: false });
  });

  it("keeps its hands off a cluster of the other provider, and the other way round", async () => {
    const other = openCluster({ ...OPTIONS, provider: "local", stateDirectory: cluster.stateDirectory });
    await cluster.up();
    vi.spyOn(process, "getuid").mockReturnValue(0);
    for (const verb of ["up", "down"] as const) {
      await expect(other[verb]()).rejects.toMatchObject({
        exitCode: 6,
        hint: expect.stringContaining("down --name demo --provider kind") as string,
      });
    }
    await cluster.down();
    workspace.write("state/demo/cluster.json", "{}");
    await expect(cluster.up()).rejects.toMatchObject({ exitCode: 6, details: { provider: "local" } });
    expect(workspace.has("state/demo/cluster.json")).toBe(true);
  });

  it("says what kind said when it fails", async () => {
    vi.stubEnv("FAKE_KIND_FAIL", "create");
    await expect(cluster.up()).rejects.toMatchObject({
      code: "CANARY_CLUSTER_START_FAILED",
      message: expect.stringContaining("no docker") as string,
    });
  });

  it("loads an archive and returns the names in it", async () => {
    await cluster.up();
    workspace.write(
      "image/manifest.json",
      JSON.stringify([{ RepoTags: ["app:v1"], Layers: [], Config: "c" }]),
    );
    await execa("tar", ["-cf", workspace.path("app.tar"), "-C", workspace.path("image"), "manifest.json"]);
    expect(await cluster.loadImage(workspace.path("app.tar"))).toEqual(["app:v1"]);
    expect(calls("kind load")).toEqual([
      `kind load image-archive ${workspace.path("app.tar")} --name canary-demo`,
    ]);
    await expect(cluster.loadImage(workspace.path("calls.log"))).rejects.toMatchObject({
      code: "CANARY_CLUSTER_IMAGE_INVALID",
    });
  });

  it("gives what the node's container printed", async () => {
    await cluster.up();
    const lines: string[] = [];
    for await (const { line } of cluster.logs(undefined, { tail: 2 })) lines.push(line);
    expect(lines).toEqual(["systemd started", "kubelet started"]);
    expect(calls("docker logs")).toEqual(["docker logs --tail 2 canary-demo-control-plane"]);
  });

  const check = () => checkHost({ provider: "kind", recipeDirectory: workspace.directory });

  it("checks Docker with its disk, kind, kubectl and the machine, and nothing of the local provider", async () => {
    expect((await check()).map(({ name }) => name)).toEqual([
      "tool.docker",
      "tool.kind",
      "tool.kubectl",
      "tool.kubectl-argo-rollouts",
      "docker-daemon",
      "disk",
      "memory",
      "processors",
    ]);
    expect((await check()).filter(({ ok, severity }) => !ok && severity === "error")).toEqual([]);
  });

  it("asks for no disk where Docker keeps its files on another machine", async () => {
    vi.stubEnv("FAKE_DOCKER_ROOT", workspace.path("not-here"));
    expect((await check()).map(({ name }) => name)).not.toContain("disk");
  });

  it("says that the daemon does not answer, and that kubectl is too old", async () => {
    vi.stubEnv("FAKE_DOCKER_ROOT", "");
    vi.stubEnv("FAKE_KUBECTL_VERSION", "v1.32.9");
    const failed = (await check()).filter(({ ok, severity }) => !ok && severity === "error");
    expect(failed.map(({ name, found }) => `${name} ${found.split(" (")[0]}`)).toEqual([
      "tool.kubectl 1.32.9",
      "docker-daemon Cannot connect to the Docker daemon",
    ]);
  });

  it("warns of a host without the plug-in that has the dashboard, and says where it comes from", async () => {
    vi.stubEnv("PATH", workspace.path("bin"));
    expect((await check()).find(({ name }) => name === "tool.kubectl-argo-rollouts")).toMatchObject({
      ok: false,
      severity: "warning",
      hint: expect.stringContaining("https://github.com/argoproj/argo-rollouts/releases"),
    });
  });

  it("refuses a host without kind, with what to do", async () => {
    workspace.writeTool("kind", "#!/bin/sh\necho kind v0.11.1\n");
    await expect(cluster.up()).rejects.toMatchObject({
      code: "CANARY_CLUSTER_HOST_UNSUPPORTED",
      message: expect.stringContaining("tool.kind: expected kind 0.30 or later, found 0.11.1") as string,
    });
  });
});
