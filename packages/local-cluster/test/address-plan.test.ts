import { describe, expect, it } from "vitest";
import { chooseIndex, MAXIMUM_CLUSTERS, overlaps, planAddresses } from "../src/cluster/address-plan.ts";
import { parseRoutes } from "../src/cluster/host-network.ts";

describe("planAddresses", () => {
  it("derives every address and name from the index", () => {
    expect(planAddresses(3)).toEqual({
      index: 3,
      block: "10.163.0.0/16",
      hostIp: "10.163.0.1",
      nodeIp: "10.163.0.2",
      linkPrefix: 30,
      podCidr: "10.163.128.0/17",
      nodePodCidr: "10.163.128.0/24",
      serviceCidr: "10.163.64.0/18",
      apiServiceIp: "10.163.64.1",
      dnsIp: "10.163.64.10",
      interfaceName: "canary3",
      cgroup: "canary-3",
    });
  });

  it("gives clusters ranges that do not touch, and ranges of one cluster that do not touch", () => {
    const plans = Array.from({ length: MAXIMUM_CLUSTERS }, (_, index) => planAddresses(index));
    const parts = plans.flatMap((plan) => [`${plan.hostIp}/30`, plan.podCidr, plan.serviceCidr]);
    const touching = parts.filter((part, index) =>
      parts.some((other, otherIndex) => otherIndex !== index && overlaps(part, other)),
    );
    expect(touching).toEqual([]);
  });

  it("keeps interface names within the kernel's 15 characters", () => {
    expect(planAddresses(MAXIMUM_CLUSTERS - 1).interfaceName.length).toBeLessThanOrEqual(15);
  });
});

describe("overlaps", () => {
  it.each([
    ["10.160.0.0/16", "10.160.5.0/24", true],
    ["10.160.0.0/16", "10.0.0.0/8", true],
    ["10.160.0.0/16", "10.161.0.0/16", false],
    ["10.160.0.0/16", "10.160.255.255", true],
    ["198.18.0.0/16", "0.0.0.0/0", true],
    ["10.160.0.0/16", "192.168.0.1", false],
  ])("%s and %s: %s", (one, other, expected) => {
    expect(overlaps(one, other)).toBe(expected);
    expect(overlaps(other, one)).toBe(expected);
  });
});

describe("chooseIndex", () => {
  it("takes the first index that is free", () => {
    expect(chooseIndex(new Set([0, 1]), [])).toBe(2);
  });

  it("avoids the host's routes", () => {
    expect(chooseIndex(new Set(), ["10.160.7.0/24", "10.161.0.0/16"])).toBe(2);
  });

  it("leaves 10.0.0.0/8 alone where a VPN has it", () => {
    const index = chooseIndex(new Set(), ["10.0.0.0/8"]);
    expect(planAddresses(index ?? 0).block).toBe("172.18.0.0/16");
  });

  it("finds none where everything is routed", () => {
    expect(chooseIndex(new Set(), ["0.0.0.0/1", "128.0.0.0/1"])).toBeUndefined();
  });
});

describe("parseRoutes", () => {
  it("reads destinations of all tables and leaves default routes out", () => {
    const json = JSON.stringify([
      { dst: "default", gateway: "192.0.2.1", dev: "eth0" },
      { dst: "192.0.2.0/24", dev: "eth0" },
      { type: "local", dst: "127.0.0.1", dev: "lo", table: "local" },
    ]);
    expect(parseRoutes(json)).toEqual(["192.0.2.0/24", "127.0.0.1"]);
  });

  it("reads an empty answer as no routes", () => {
    expect(parseRoutes("")).toEqual([]);
  });
});
