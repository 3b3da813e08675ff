import { afterEach, describe, expect, it, vi } from "vitest";
import { openCluster } from "../src/index.ts";

const options = { recipeDirectory: "/recipe", stateDirectory: "/nowhere/canary-state" };

describe("openCluster", () => {
  afterEach(() => vi.restoreAllMocks());

  it.each(["canary", "a", "canary-test-0abc", "x".repeat(39)])("accepts the name %s", (name) => {
    expect(openCluster({ ...options, name }).name).toBe(name);
  });

  it.each(["", "Canary", "1a", "-a", "a_b", "a/b", "..", "x".repeat(40)])("refuses the name %j", (name) => {
    expect(() => openCluster({ ...options, name })).toThrow(
      expect.objectContaining({ code: "CANARY_CLUSTER_NAME_INVALID", exitCode: 2 }),
    );
  });

  it("refuses a provider that it does not know", () => {
    const provider = "kin" as "kind";
    expect(() => openCluster({ ...options, name: "a", provider })).toThrow(
      expect.objectContaining({ code: "CANARY_CLUSTER_PROVIDER_UNKNOWN", hint: "Use --provider kind." }),
    );
  });

  it("refuses a state directory that cannot be written into configurations", () => {
    expect(() => openCluster({ ...options, name: "a", stateDirectory: "/a b" })).toThrow(
      expect.objectContaining({ code: "CANARY_USAGE" }),
    );
  });

  it("keeps a cluster's state in XDG_STATE_HOME", () => {
    vi.stubEnv("XDG_STATE_HOME", "/state");
    const cluster = openCluster({ name: "demo", recipeDirectory: "/recipe" });
    expect(cluster.kubeconfigPath).toBe("/state/canary/clusters/demo/kubeconfig");
    vi.unstubAllEnvs();
  });

  it.each(["up", "down"] as const)("says before anything is changed that %s needs root", async (verb) => {
    vi.spyOn(process, "platform", "get").mockReturnValue("linux");
    vi.spyOn(process, "getuid").mockReturnValue(1000);
    const cluster = openCluster({ ...options, name: "a" });
    await expect(cluster[verb]()).rejects.toMatchObject({
      code: "CANARY_CLUSTER_NOT_ROOT",
      exitCode: 7,
      hint: expect.stringMatching(/sudo make setup.*PROVIDER=kind/) as string,
    });
  });

  it("says on another system than Linux that the host does not fit, not that root is missing", async () => {
    vi.spyOn(process, "platform", "get").mockReturnValue("darwin");
    vi.spyOn(process, "getuid").mockReturnValue(501);
    await expect(openCluster({ ...options, name: "a" }).up()).rejects.toMatchObject({
      code: "CANARY_CLUSTER_HOST_UNSUPPORTED",
      message: expect.stringContaining("system: expected linux, found darwin") as string,
    });
  });

  it("finds no cluster where nothing was started, and loads no image into it", async () => {
    const cluster = openCluster({ ...options, name: "a" });
    expect(await cluster.status()).toMatchObject({ state: "absent", reasons: [], context: "canary-a" });
    await expect(cluster.loadImage("/x.tar")).rejects.toMatchObject({ code: "CANARY_CLUSTER_NOT_FOUND" });
  });
});
