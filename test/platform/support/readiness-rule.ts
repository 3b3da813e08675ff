import { expect, it, onTestFinished } from "vitest";
import { edgeRollout, NAMESPACE, writeManifestsLikeEdge } from "./edge-rollout.ts";
import type { EdgeRollout } from "./edge-rollout.ts";
import { coursesOf, describeFailures, describeStart, failuresOf, loadDuringTest } from "./load.ts";
import type { SteadyLoad } from "./load.ts";
import { until } from "./platform-cluster.ts";
import type { PlatformCluster } from "./platform-cluster.ts";
import { tell } from "./tell.ts";

export interface ReadinessContext {
  readonly cluster: () => PlatformCluster;
  /** The router's. */
  readonly address: () => string;
}

/** What may come on a connection while a rollout is created, in order. */
const COURSES = ["status 404, status 503, first", "status 404, first"];

/** What users get of a rollout that is created and updated while they ask, with the readiness rule and without it. */
export function describeReadinessRule({ cluster, address }: ReadinessContext): void {
  /** An application like that of edge.yaml, with its own host, as long as a test takes. */
  const create = async (name: string, options: { readonly hasRule: boolean }): Promise<EdgeRollout> => {
    const manifests = writeManifestsLikeEdge(name, options);
    const kubectl = (...args: string[]): Promise<string> => cluster().kubectl(["-n", NAMESPACE, ...args]);
    onTestFinished(async () => void (await kubectl("delete", "--ignore-not-found", "-f", manifests)));
    await kubectl("apply", "-f", manifests);
    return edgeRollout(cluster(), name);
  };

  it("answers 404, then 503, until a new rollout serves", async () => {
    const load = loadDuringTest({ address: address(), host: "bare.local" });
    await load.goOn(100);
    const createdAt = Date.now();
    const bare = await create("bare", { hasRule: false });
    const healthyAt = await bare.becomesHealthy();
    await load.goOn(2_000);
    tell(`without the rule, from a rollout's creation: ${describeStart(load, createdAt, healthyAt)}`);
    // What comes after Healthy is promised with the rule only: here it is told.
    for (const course of coursesOf(load.sent.slice(0, -2_000)))
      expect(COURSES.some((known) => known.startsWith(course.join(", ")))).toBe(true);
    const updatedAt = Date.now();
    await updateUnderLoad(bare, load);
    tell(`without the rule, in an update: ${describeFailures(load.since(updatedAt))}`);
  });

  it("serves a rollout with the rule from its first Healthy to the end of its update: not one of 20 000 requests fails", async () => {
    const load = loadDuringTest({ address: address(), host: "ruled.local" });
    await load.goOn(100);
    const createdAt = Date.now();
    const ruled = await create("ruled", { hasRule: true });
    const healthyAt = await ruled.becomesHealthy();
    await load.goOn(2_000);
    tell(`with the rule, from a rollout's creation: ${describeStart(load, createdAt, healthyAt)}`);
    await updateUnderLoad(ruled, load);
    await load.goOn(Math.max(1_000, 20_000 - load.since(healthyAt).length));
    const answers = load.since(healthyAt);
    tell(`with the rule, from its first Healthy to the end of its update: ${describeFailures(answers)}`);
    expect(failuresOf(answers)).toEqual([]);
    expect(answers.length).toBeGreaterThanOrEqual(20_000);
    expect(new Set(answers.map(({ answer }) => answer))).toEqual(new Set(["first", "second"]));
    expect(new Set(answers.slice(-500).map(({ answer }) => answer))).toEqual(new Set(["second"]));
  });
}

/** From the first version to the end of its pods, with the canary at work meanwhile. */
async function updateUnderLoad(rollout: EdgeRollout, load: SteadyLoad): Promise<void> {
  await rollout.update("second");
  await rollout.isAtStep("Paused", 1);
  await load.isAnswered("second");
  await load.goOn(2_000);
  await rollout.promote();
  await rollout.isAtStep("Healthy", 2);
  await until("the end of the old pods", rollout.pods, (pods) => pods.length === 2);
  await load.goOn(1_000);
}
