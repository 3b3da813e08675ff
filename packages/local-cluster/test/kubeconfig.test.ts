import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { renderKubeconfig } from "../src/cluster/kubeconfig.ts";

describe("renderKubeconfig", () => {
  const config = parse(
    renderKubeconfig({
      name: "canary-demo",
      server: "https://10.160.0.2:6443",
      authority: "CA",
      certificate: "CERT",
      key: "KEY",
    }),
  ) as Record<string, unknown>;

  it("has one context of the cluster's name, and it is the current one", () => {
    expect(config["current-context"]).toBe("canary-demo");
    expect(config["contexts"]).toEqual([
      { name: "canary-demo", context: { cluster: "canary-demo", user: "canary-demo" } },
    ]);
  });

  it("holds server and certificates, so that it can be copied", () => {
    expect(config["clusters"]).toEqual([
      {
        name: "canary-demo",
        cluster: { server: "https://10.160.0.2:6443", "certificate-authority-data": "Q0E=" },
      },
    ]);
    expect(config["users"]).toEqual([
      {
        name: "canary-demo",
        user: { "client-certificate-data": "Q0VSVA==", "client-key-data": "S0VZ" },
      },
    ]);
  });
});
