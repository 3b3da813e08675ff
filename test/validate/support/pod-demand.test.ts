import { describe, expect, it } from "vitest";
import type { Workload } from "./kubernetes-object.ts";
import { countedOf, defaultsOf, demandOf } from "./pod-demand.ts";

const range = {
  apiVersion: "v1",
  kind: "LimitRange",
  metadata: { name: "a" },
  spec: { limits: [{ type: "Container", defaultRequest: { cpu: "20m" }, default: { memory: "1Gi" } }] },
};
const defaults = defaultsOf(range);

type Resources = Readonly<Record<"requests" | "limits", Readonly<Record<string, string>>>>;

function container(resources?: Partial<Resources>, rest: Readonly<Record<string, unknown>> = {}) {
  return { name: "a", image: "a:1", ...rest, ...(resources === undefined ? {} : { resources }) };
}

describe("what a quota counts of a pod", () => {
  it.each([
    ["its own request", container({ requests: { cpu: "1" }, limits: { cpu: "2" } }), "requests.cpu", 1],
    ["its limit, when it has no request", container({ limits: { cpu: "2" } }), "requests.cpu", 2],
    ["the request of the LimitRange", container(), "requests.cpu", 0.02],
    ["the limit of the LimitRange", container(), "limits.memory", 2 ** 30],
    ["nothing that a quota could count", container(), "limits.cpu", Infinity],
    ["itself", container(), "pods", 1],
  ])("is %s", (_, only, resource, expected) => {
    expect(countedOf({ spec: { containers: [only] } }, resource, defaults)).toBe(expected);
  });

  it("is the sum of its containers, or the largest that runs before them, and sidecars with either", () => {
    const of = (cpu: string, rest?: Readonly<Record<string, unknown>>) =>
      container({ requests: { cpu } }, rest);
    const counted = (initContainers: readonly ReturnType<typeof of>[]): number =>
      countedOf(
        { spec: { containers: [of("1"), of("2")], initContainers: [...initContainers] } },
        "requests.cpu",
        defaults,
      );
    expect(counted([of("1"), of("2")])).toBe(3);
    expect(counted([of("5"), of("2")])).toBe(5);
    expect(counted([of("5"), of("2", { restartPolicy: "Always" })])).toBe(7);
  });
});

describe("pods while a rollout runs", () => {
  it.each([
    ["Rollout", { canary: { maxSurge: "25%" } }, 5, 12],
    ["Rollout", { canary: { maxSurge: 1 } }, 2, 5],
    ["Rollout", { canary: {} }, 4, 9],
    ["Rollout", { blueGreen: {} }, 3, 6],
    ["Deployment", undefined, 4, 9],
    ["Deployment", { type: "Recreate" }, 1, 2],
    ["StatefulSet", undefined, 3, 6],
  ])("of a %s with %j and %i replicas are %i", (kind, strategy, replicas, expected) => {
    const spec = strategy === undefined ? {} : { strategy };
    const object = { apiVersion: "v1", kind, metadata: { name: "a" }, spec };
    const workload: Workload = { object, namespace: "a", replicas, template: { spec: { containers: [] } } };
    expect(demandOf(workload).pods).toBe(expected);
  });
});
