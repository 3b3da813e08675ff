import { describe, expect, it } from "vitest";
import { addressOf, hostsOf } from "../src/hosts/ingress-hosts.ts";

const service = (name: string, spec: { clusterIP: string }, ip?: string) => ({
  metadata: { name },
  spec,
  ...(ip !== undefined && { status: { loadBalancer: { ingress: [{ ip }] } } }),
});

describe("the hosts of Ingresses", () => {
  it("are each named once, sorted, without patterns and rules for every host", () => {
    const items = [
      { spec: { rules: [{ host: "b.local" }, { host: "*.local" }, {}] } },
      { spec: { rules: [{ host: "a.local" }, { host: "b.local" }] } },
      { spec: {} },
    ];
    expect(hostsOf({ items })).toEqual(["a.local", "b.local"]);
  });
});

describe("the address of the router", () => {
  it("is the Service's own when there is no load balancer", () => {
    expect(
      addressOf({ items: [service("web", { clusterIP: "1" }), service("traefik", { clusterIP: "2" })] }),
    ).toBe("2");
  });

  it("is that of the load balancer when there is one", () => {
    const items = [service("ingress-nginx-controller", { clusterIP: "2" }, "192.0.2.7")];
    expect(addressOf({ items })).toBe("192.0.2.7");
  });

  it("is unknown without a router that the platform knows", () => {
    expect(addressOf({ items: [service("web", { clusterIP: "1" })] })).toBeUndefined();
  });
});
