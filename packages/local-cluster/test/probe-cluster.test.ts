import { describe, expect, it } from "vitest";
import type { ApiAnswer, ApiClient } from "../src/cluster/api-client.ts";
import { parseExits, probeCluster } from "../src/cluster/probe-cluster.ts";

const NODE = "/api/v1/nodes/n";
const DNS = "/apis/apps/v1/namespaces/kube-system/deployments/coredns";
const condition = (type: string, status: string, message = ""): ApiAnswer => ({
  status: 200,
  body: JSON.stringify({ status: { conditions: [{ type, status, message }] } }),
});
const READY: Readonly<Record<string, ApiAnswer>> = {
  "/readyz": { status: 200, body: "ok" },
  [NODE]: condition("Ready", "True"),
  [DNS]: condition("Available", "True"),
};
const answering = (answers: Readonly<Record<string, ApiAnswer | undefined>>): ApiClient => ({
  get: async (path) => answers[path],
});
const codes = async (answers: Readonly<Record<string, ApiAnswer | undefined>>): Promise<readonly string[]> =>
  (await probeCluster(answering(answers), "n")).map(({ code }) => code);

describe("probeCluster", () => {
  it("finds no reason when all is ready", async () => {
    expect(await codes(READY)).toEqual([]);
  });

  it("says that the API server does not answer, and asks no further", async () => {
    expect(await codes({ ...READY, "/readyz": undefined })).toEqual(["api-server-silent"]);
  });

  it("names the check that keeps the API server from being ready", async () => {
    const body = "[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed";
    const [reason] = await probeCluster(answering({ ...READY, "/readyz": { status: 500, body } }), "n");
    expect(reason?.message).toContain("[-]etcd failed");
  });

  it("gives the node's own words", async () => {
    const [reason] = await probeCluster(
      answering({ ...READY, [NODE]: condition("Ready", "False", "no CNI") }),
      "n",
    );
    expect(reason).toMatchObject({ code: "node-not-ready", message: "node n is not Ready: no CNI" });
  });

  it("finds a node that has not joined, and DNS that is not there", async () => {
    expect(await codes({ ...READY, [NODE]: { status: 404, body: "{}" }, [DNS]: undefined })).toEqual([
      "node-not-ready",
      "dns-not-ready",
    ]);
  });
});

describe("parseExits", () => {
  it("counts how often each program ended and keeps its last exit code", () => {
    expect(parseExits("1 etcd 137\n2 kubelet 1\n3 etcd 2\n")).toEqual([
      { name: "etcd", restarts: 2, lastExitCode: 2 },
      { name: "kubelet", restarts: 1, lastExitCode: 1 },
    ]);
  });

  it("reads an empty file as no ends", () => {
    expect(parseExits("")).toEqual([]);
  });
});
