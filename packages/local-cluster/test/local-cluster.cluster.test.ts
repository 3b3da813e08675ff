import { createWorkspace } from "@canary/testkit";
import { execa } from "execa";
import { readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { VERSIONS } from "../src/build/targets/versions.ts";
import type { Cluster, ClusterEvent, LogLine } from "../src/index.ts";
import { findProcesses, signalProcess } from "../src/system/processes.ts";
import { waitUntil } from "../src/system/wait-until.ts";
import {
  bundleLibrary,
  ensureBuilt,
  kubectl,
  kubectlUntil,
  openTestCluster,
  podManifest,
  RECIPE_DIRECTORY,
} from "./support/cluster-kit.ts";
import { leftBehind, takeHostSnapshot } from "./support/host-snapshot.ts";
import type { HostSnapshot } from "./support/host-snapshot.ts";

const PODINFO = `ghcr.io/stefanprodan/podinfo:${VERSIONS.podinfo}`;

describe.skipIf(inject("clusterObstacle") !== null)("the local cluster", () => {
  const workspace = createWorkspace();
  const cluster = openTestCluster("a");
  const other = openTestCluster("b");
  let before: HostSnapshot;

  beforeAll(async () => {
    await ensureBuilt();
    await cluster.down();
    await other.down();
    before = await takeHostSnapshot([cluster, other]);
  });
  afterAll(async () => {
    await other.down();
    await cluster.down();
    workspace.remove();
  });

  const podIp = async (target: Cluster, name: string): Promise<string> =>
    kubectlUntil(target, ["get", "pod", name, "-o", "jsonpath={.status.podIP}"], /^\d+\./);
  const killNode = async (target: Cluster): Promise<void> => {
    const record = JSON.parse(readFileSync(path.join(target.stateDirectory, "cluster.json"), "utf8"));
    await signalProcess(record.node, "SIGKILL");
    await waitUntil(async () => (await target.status()).state === "dead", { timeoutMs: 10_000 });
  };

  describe("up", () => {
    it("makes a ready cluster once, however many ask for it at the same time", async () => {
      const first = cluster.up();
      const starting = await waitUntil(async () => (await cluster.status()).state === "starting", {
        timeoutMs: 30_000,
        everyMs: 20,
      });
      expect(starting).toBe(true);
      await expect(openTestCluster("a", { lockTimeoutMs: 0 }).up()).rejects.toMatchObject({
        code: "CANARY_CLUSTER_LOCKED",
        exitCode: 6,
      });
      const results = await Promise.all([first, cluster.up()]);
      expect(results.map(({ changed }) => changed)).toEqual([true, false]);
      expect(results[0].status).toMatchObject({ state: "ready", reasons: [] });
    });

    it("changes nothing in a cluster that is up", async () => {
      const namespace = ["get", "namespace", "default", "-o", "jsonpath={.metadata.uid}"];
      const uid = await kubectl(cluster, namespace);
      expect((await cluster.up()).changed).toBe(false);
      expect(await kubectl(cluster, namespace)).toBe(uid);
    });

    it("writes a kubeconfig that only its owner may read, with the cluster's context", async () => {
      expect(statSync(cluster.kubeconfigPath).mode & 0o777).toBe(0o600);
      expect(await kubectl(cluster, ["config", "current-context"])).toBe(`canary-${cluster.name}`);
    });
  });

  describe("pods", () => {
    it("run from the built images under their upstream names, and the host reaches them", async () => {
      await kubectl(cluster, ["apply", "-f", "-"], podManifest("podinfo", PODINFO));
      await kubectl(cluster, ["wait", "pod/podinfo", "--for=condition=Ready", "--timeout=60s"]);
      const answer = await fetch(`http://${await podIp(cluster, "podinfo")}:9898/version`);
      expect(await answer.json()).toMatchObject({ version: VERSIONS.podinfo });
    });

    it("answer logs and exec", async () => {
      expect(await kubectl(cluster, ["logs", "podinfo"])).toContain("Starting podinfo");
      const version = await kubectl(cluster, ["exec", "podinfo", "--", "/home/app/podinfo", "--version"]);
      expect(version).toContain(VERSIONS.podinfo);
    });

    it("find services by name, and each other through them", async () => {
      await kubectl(cluster, [
        "expose",
        "pod",
        "podinfo",
        "--port=80",
        "--target-port=9898",
        "--name=backend",
      ]);
      const backend = "--backend-url=http://backend.default.svc.cluster.local/echo";
      await kubectl(cluster, ["apply", "-f", "-"], podManifest("front", PODINFO, [backend]));
      await kubectl(cluster, ["wait", "pod/front", "--for=condition=Ready", "--timeout=60s"]);
      const url = `http://${await podIp(cluster, "front")}:9898/echo`;
      const echo = await waitUntil(
        async () => {
          const answer = await fetch(url, { method: "POST", body: "through the service" });
          return answer.ok ? answer.text() : undefined;
        },
        { timeoutMs: 20_000, everyMs: 200 },
      );
      expect(echo).toContain("through the service");
    });

    it("are told that an image's tag is not there", async () => {
      await kubectl(cluster, ["apply", "-f", "-"], podManifest("missing", PODINFO.replace(/:.*/, ":0.0.0")));
      const waiting = "jsonpath={.status.containerStatuses[0].state.waiting}";
      const said = await kubectlUntil(cluster, ["get", "pod", "missing", "-o", waiting], /ErrImagePull/);
      expect(said).toMatch(/not found/);
    });

    it("run from an archive as soon as it is loaded", async () => {
      const { binDirectory } = await ensureBuilt();
      const archive = workspace.path("loaded.tar");
      const spec = workspace.write(
        "spec.json",
        JSON.stringify({
          output: archive,
          name: "example.com/team/loaded:v1",
          architecture: process.arch === "x64" ? "amd64" : "arm64",
          config: { Cmd: ["/home/app/podinfo"] },
          files: [{ source: path.join(binDirectory, "podinfo"), target: "/home/app/podinfo" }],
        }),
      );
      await execa(path.join(binDirectory, "helper"), ["image", spec]);
      expect(await cluster.loadImage(archive)).toEqual(["example.com/team/loaded:v1"]);
      await kubectl(cluster, ["apply", "-f", "-"], podManifest("loaded", "example.com/team/loaded:v1"));
      await kubectl(cluster, ["wait", "pod/loaded", "--for=condition=Ready", "--timeout=60s"]);
    });

    it("cannot reach outside the host", async () => {
      const outside = "--backend-url=http://192.0.2.77:9/echo";
      await kubectl(cluster, ["apply", "-f", "-"], podManifest("outbound", PODINFO, [outside]));
      await kubectl(cluster, ["wait", "pod/outbound", "--for=condition=Ready", "--timeout=60s"]);
      const url = `http://${await podIp(cluster, "outbound")}:9898/echo`;
      const answer = await fetch(url, { method: "POST", body: "x", signal: AbortSignal.timeout(30_000) });
      expect(await answer.text()).toMatch(/192\.0\.2\.77.*(?:no route to host|timeout|deadline)/);
    });

    it("are not made of a file that is no archive", async () => {
      const file = workspace.write("text.tar", "text");
      await expect(cluster.loadImage(file)).rejects.toMatchObject({ code: "CANARY_CLUSTER_IMAGE_INVALID" });
      await expect(cluster.loadImage("/no/such.tar")).rejects.toMatchObject({
        code: "CANARY_CLUSTER_IMAGE_INVALID",
      });
    });
  });

  it("gives the logs of its programs", async () => {
    const lines: LogLine[] = [];
    for await (const line of cluster.logs("kubelet", { tail: 3 })) lines.push(line);
    expect(lines.map(({ component }) => component)).toEqual(["kubelet", "kubelet", "kubelet"]);
    expect(readFileSync(path.join(cluster.stateDirectory, "logs", "node.log"), "utf8")).toBe("");
  });

  it("starts a program again that was killed, and tells how often", async () => {
    const data = path.join(cluster.stateDirectory, "data", "etcd");
    const etcd = await findProcesses((args) => args.includes(data));
    expect(etcd).toHaveLength(1);
    for (const program of etcd) await signalProcess(program, "SIGKILL");
    const recovered = await waitUntil(
      async () => {
        const status = await cluster.status();
        return status.state === "ready" && status.restarted?.some(({ name }) => name === "etcd")
          ? status
          : undefined;
      },
      { timeoutMs: 30_000 },
    );
    expect(recovered?.restarted).toContainEqual({ name: "etcd", restarts: 1, lastExitCode: 137 });
  });

  it("stands beside another one, and stays when that one goes", async () => {
    const { status } = await other.up();
    expect(status.state).toBe("ready");
    expect(status.server).not.toBe((await cluster.status()).server);
    await kubectl(other, ["apply", "-f", "-"], podManifest("podinfo", PODINFO));
    await kubectl(other, ["wait", "pod/podinfo", "--for=condition=Ready", "--timeout=60s"]);
    expect((await fetch(`http://${await podIp(other, "podinfo")}:9898/healthz`)).ok).toBe(true);
    expect(await other.down()).toEqual({ changed: true });
    expect((await fetch(`http://${await podIp(cluster, "podinfo")}:9898/healthz`)).ok).toBe(true);
    expect((await cluster.status()).state).toBe("ready");
  });

  it("is seen to be dead when its first process was killed, and is rebuilt by the next up", async () => {
    await killNode(cluster);
    expect((await cluster.status()).reasons.map(({ code }) => code)).toEqual(["node-ended"]);
    const { changed, status } = await cluster.up();
    expect({ changed, state: status.state }).toEqual({ changed: true, state: "ready" });
  });

  it("leaves nothing behind when it is taken down, and nothing to do the second time", async () => {
    expect(await cluster.down()).toEqual({ changed: true });
    expect(leftBehind(before, await takeHostSnapshot([cluster, other]))).toEqual({});
    expect((await cluster.status()).state).toBe("absent");
    expect(await cluster.down()).toEqual({ changed: false });
  });

  it("leaves nothing behind when it was killed before it is taken down", async () => {
    await cluster.up();
    await killNode(cluster);
    expect(await cluster.down()).toEqual({ changed: true });
    expect(leftBehind(before, await takeHostSnapshot([cluster, other]))).toEqual({});
  });

  it("says why it could not be started, keeps the logs, and leaves nothing else behind", async () => {
    workspace.write("recipe/node/start.sh", 'echo "no luck today" >>"$1/logs/node.log"; exit 3\n');
    for (const part of ["mod", "manifests", "node/config"]) {
      symlinkSync(path.join(RECIPE_DIRECTORY, part), workspace.path("recipe", part));
    }
    const broken = openTestCluster("a", { recipeDirectory: workspace.path("recipe") });
    await expect(broken.up()).rejects.toMatchObject({
      code: "CANARY_CLUSTER_START_FAILED",
      message: expect.stringContaining("no luck today") as string,
    });
    expect(leftBehind(before, await takeHostSnapshot([cluster, other]))).toEqual({});
    const lines: LogLine[] = [];
    for await (const line of broken.logs("node")) lines.push(line);
    expect(lines).toEqual([{ component: "node", line: "no luck today" }]);
    expect(await broken.status()).toMatchObject({ state: "absent" });
    expect(await broken.down()).toEqual({ changed: true });
  });

  it("leaves nothing behind of an up that was interrupted", async () => {
    const controller = new AbortController();
    const onEvent = (event: ClusterEvent): void => {
      if (event.kind === "step" && event.step === "node-ready") controller.abort(new Error("enough"));
    };
    const interrupted = openTestCluster("a", { onEvent }).up({ signal: controller.signal });
    await expect(interrupted).rejects.toThrow("enough");
    expect(leftBehind(before, await takeHostSnapshot([cluster, other]))).toEqual({});
    expect(await cluster.status()).toMatchObject({ state: "absent" });
  });

  it("may have its state in /var/lib, although the node has a /var/lib of its own", async () => {
    const stateDirectory = `/var/lib/${cluster.name}`;
    const elsewhere = openTestCluster("a", { stateDirectory });
    expect((await elsewhere.up()).status.state).toBe("ready");
    expect(await elsewhere.down()).toEqual({ changed: true });
    expect(leftBehind(before, await takeHostSnapshot([cluster, other]))).toEqual({});
  });

  it("is removed even when its state directory is gone", async () => {
    await cluster.up();
    renameSync(cluster.stateDirectory, `${cluster.stateDirectory}-moved`);
    expect(await cluster.down()).toEqual({ changed: true });
    rmSync(`${cluster.stateDirectory}-moved`, { recursive: true });
    expect(leftBehind(before, await takeHostSnapshot([cluster, other]))).toEqual({});
  });

  it.each(["node", "api-server"])("is cleaned of an up that was killed at the step %s", async (step) => {
    const library = workspace.path("library.cjs");
    await bundleLibrary(library);
    const script = workspace.path("up.cjs");
    const options = JSON.stringify({ name: cluster.name, recipeDirectory: RECIPE_DIRECTORY });
    writeFileSync(
      script,
      `require(${JSON.stringify(library)}).openCluster({ ...${options}, onEvent: ({ step, state }) => {
        if (step === ${JSON.stringify(step)} && state === "started") setTimeout(() => process.kill(process.pid, "SIGKILL"), 15);
      } }).up();`,
    );
    const killed = await execa("node", [script], { reject: false });
    expect(killed.signal).toBe("SIGKILL");
    expect(await cluster.status()).toMatchObject({ state: "dead", reasons: [{ code: "interrupted" }] });
    expect((await cluster.up()).changed).toBe(true);
    expect((await cluster.status()).state).toBe("ready");
    await cluster.down();
    expect(leftBehind(before, await takeHostSnapshot([cluster, other]))).toEqual({});
  });
});
