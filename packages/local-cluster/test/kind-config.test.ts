import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { VERSIONS } from "../src/build/targets/versions.ts";
import { KIND_NODE_IMAGE, kindNodeOf, renderKindConfig } from "../src/kind/kind-config.ts";

describe("renderKindConfig", () => {
  it("asks for one node of the pinned image", () => {
    expect(parse(renderKindConfig("canary-demo"))).toEqual({
      apiVersion: "kind.x-k8s.io/v1alpha4",
      kind: "Cluster",
      name: "canary-demo",
      nodes: [{ role: "control-plane", image: KIND_NODE_IMAGE }],
    });
  });

  it("pins the image by digest, of the same minor version as the local provider", () => {
    const minor = VERSIONS.kubernetes.split(".").slice(0, 2).join(".");
    expect(KIND_NODE_IMAGE).toMatch(/^kindest\/node:v[\d.]+@sha256:[0-9a-f]{64}$/);
    expect(KIND_NODE_IMAGE).toContain(`:v${minor}.`);
  });

  it("names the node as kind does", () => {
    expect(kindNodeOf("demo")).toBe("canary-demo-control-plane");
  });
});
