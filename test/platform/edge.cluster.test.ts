import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import * as z from "zod";
import { DASHBOARDS, queriesOf, variableQueriesOf } from "./support/dashboards.ts";
import { deliveriesIn } from "./support/deliveries.ts";
import { describeGateway } from "./support/gateway-routes.ts";
import { edgeRollout, MANIFESTS, NAMESPACE } from "./support/edge-rollout.ts";
import type { EdgeRollout } from "./support/edge-rollout.ts";
import { describeAlerts } from "./support/live-alerts.ts";
import { failuresOf, loadDuringTest, sendRequests } from "./support/load.ts";
import { removePlatformCluster, startPlatformCluster, until } from "./support/platform-cluster.ts";
import type { PlatformCluster } from "./support/platform-cluster.ts";
import {
  authorityIn,
  makeCertificate,
  renewCertificate,
  routerPodsOf,
} from "./support/ingress-certificate.ts";
import type { Renewal } from "./support/ingress-certificate.ts";
import { describeReadinessRule } from "./support/readiness-rule.ts";
import { tell } from "./support/tell.ts";
import { askSecurely, doubtOf } from "./support/tls-client.ts";

const prefix: string = inject("clusterPrefix");
const name = `${prefix}-edge`;
/** 25 ± 2 % of 2 000 requests. */
const A_QUARTER = { least: 460, most: 540 };

let cluster: PlatformCluster;
let address: string;
let edge: EdgeRollout;
let renewal: Renewal;

const inNamespace = (...args: string[]): Promise<string> => cluster.kubectl(["-n", NAMESPACE, ...args]);
const send = (requests: number, headers?: Readonly<Record<string, string>>) =>
  sendRequests({ address, host: "edge.local", requests, ...(headers && { headers }) });

function expectQuarter(answers: ReadonlyMap<string, number>): void {
  expect([...answers.keys()].sort()).toEqual(["first", "second"]);
  expect(answers.get("second")).toBeGreaterThanOrEqual(A_QUARTER.least);
  expect(answers.get("second")).toBeLessThanOrEqual(A_QUARTER.most);
}

const isPossible = inject("clusterObstacle") === null;

describe.runIf(isPossible)("the platform on a real cluster", () => {
  beforeAll(async () => {
    cluster = await startPlatformCluster(name, ["traefik", "prometheus", "alertmanager", "webhook-receiver"]);
    await cluster.applyFolders(
      ["traefik", "prometheus", "alertmanager"].map((part) => `infra/platform/${part}/overlays/local`),
    );
    await cluster.isRolledOut("ingress", "traefik");
    await cluster.isRolledOut("monitoring", "prometheus");
    await cluster.isRolledOut("monitoring", "alertmanager");
    address = await cluster.addressOf("ingress", "traefik");
    edge = edgeRollout(cluster, "edge");
  });
  afterAll(() => removePlatformCluster(name));

  describe("its edge", () => {
    describeReadinessRule({ cluster: () => cluster, address: () => address });

    it("sends 25 ± 2 % of 2 000 requests to a canary of weight 25", async () => {
      await inNamespace("apply", "-f", join(MANIFESTS, "edge.yaml"));
      await edge.becomesHealthy();
      const load = loadDuringTest({ address, host: "edge.local" });
      await edge.update("second");
      await edge.isAtStep("Paused", 1);
      await load.isAnswered("second");
      expectQuarter(await send(2_000));
      expect(failuresOf(load.sent)).toEqual([]);
    });

    it("keeps that weight, and fails no request, while the rollouts controller dies and comes again", async () => {
      const load = loadDuringTest({ address, host: "edge.local" });
      await load.goOn(100);
      const controller = ["pod", "-l", "app.kubernetes.io/name=argo-rollouts"];
      await cluster.kubectl(["-n", "argo-rollouts", "delete", ...controller, "--force", "--grace-period=0"]);
      const killedAt = Date.now();
      expectQuarter(await send(2_000));
      // A change that makes no new version: who has seen it has looked at the rollout since.
      const change = '{"spec":{"revisionHistoryLimit":3}}';
      await inNamespace("patch", "rollout", "edge", "--type=merge", "-p", change);
      const generations = () => edge.get("{.metadata.generation} {.status.observedGeneration}");
      await until("the new controller", generations, (both) => /^(\d+) \1$/.test(both));
      tell(
        `a killed controller's successor at its rollout: ${((Date.now() - killedAt) / 1000).toFixed(1)} s`,
      );
      await load.goOn(500);
      expectQuarter(await send(2_000));
      expect(await edge.get("{.status.phase} {.status.currentStepIndex}")).toBe("Paused 1");
      expect(failuresOf(load.sent)).toEqual([]);
    });

    it("sends by header what must go to the canary, and keeps from it what must not", async () => {
      expect(Object.fromEntries(await send(200, { "X-Canary": "always" }))).toEqual({ second: 200 });
      expect(Object.fromEntries(await send(200, { "X-Canary": "never" }))).toEqual({ first: 200 });
    });

    it("terminates TLS with a certificate that was made for the cluster, and makes it only once", async () => {
      const others = [
        ["other-class", "--class=other", "--rule=elsewhere.local/=edge-stable:http"],
        ["own-secret", "--class=nginx", "--rule=own.local/=edge-stable:http,tls=own"],
      ];
      for (const other of others) await inNamespace("create", "ingress", ...other);
      const made = await makeCertificate(cluster);
      await inNamespace("delete", "ingress", "other-class", "own-secret");
      expect(made).toMatch(/is new, for .*edge\.local/);
      expect(made).not.toMatch(/elsewhere\.local|own\.local/);
      expect(await makeCertificate(cluster)).toMatch(/is good for .*edge\.local/);
      const ca = await authorityIn(cluster);
      const ask = () => askSecurely(address, "edge.local", ca);
      expect(await until("the certificate", ask, (answer) => answer === 200)).toBe(200);
      const doubt = () => doubtOf(address, "edge.local");
      expect(await until("the doubt of a client without the authority", doubt, Boolean)).toMatch(
        /SIGNED|UNABLE/,
      );
      renewal = await renewCertificate(cluster, { address, host: "renewed.local" });
    });

    it("tells this machine's hosts file about it", async () => {
      const block = JSON.parse(await cluster.canary(["hosts", "--name", name, "-o", "json"]));
      expect(block).toMatchObject({ address, hosts: ["edge.local"] });
    });
  });

  describe("its monitoring", () => {
    it("reaches every target that there is", async () => {
      const jobs = [
        "alertmanager",
        "argo-rollouts",
        "cadvisor",
        "coredns",
        "ingress",
        "kubelet",
        "pods",
        "prometheus",
      ];
      // Exactly these: what pods-not-ready saw of earlier pods stays until its series is stale.
      const up = async () => {
        const samples = await cluster.query("min by (job) (up)");
        return samples.map(({ metric, value }) => [metric["job"], value]).sort();
      };
      const wanted = jobs.map((job) => [job, 1]);
      const isWanted = (found: unknown) => JSON.stringify(found) === JSON.stringify(wanted);
      expect(await until("every target, and no other", up, isWanted)).toEqual(wanted);
    });

    it("sees a pod that runs and is not ready", async () => {
      await inNamespace("apply", "-f", join(MANIFESTS, "failing-workloads.yaml"));
      const ask = () => cluster.query('up{job="pods-not-ready", pod="crashing"}');
      expect(await until("the pod", ask, (samples) => samples.length > 0)).toHaveLength(1);
    });

    it("knows of each pod its version and its role", async () => {
      const hash = await edge.get("{.status.currentPodHash}");
      const roles = await cluster.query(
        'count by (role, rollouts_pod_template_hash) (up{job="pods", app="edge"})',
      );
      const byRole = Object.fromEntries(
        roles.map(({ metric }) => [metric["role"], metric["rollouts_pod_template_hash"]]),
      );
      expect(byRole["canary"]).toBe(hash);
      expect(Object.keys(byRole).sort()).toEqual(["canary", "stable"]);
      expect(byRole["stable"]).toBe(await edge.get("{.status.stableRS}"));
    });

    it("evaluates every rule without an error", async () => {
      const rules = z.object({
        data: z.object({
          groups: z.array(z.object({ rules: z.array(z.object({ name: z.string(), health: z.string() })) })),
        }),
      });
      const read = async () =>
        (await cluster.get("/api/v1/rules", rules)).data.groups.flatMap((group) => group.rules);
      const all = await until("all rules", read, (list) => list.every(({ health }) => health !== "unknown"));
      expect(all.filter(({ health }) => health !== "ok")).toEqual([]);
      expect(all.length).toBeGreaterThan(20);
    });

    it("has an answer for every query of a rollout's dashboards, while a canary runs and is analysed", async () => {
      const isAsked = async () => {
        await send(100);
        return cluster.query('namespace_app_role:http_requests:rate1m{app="edge", role="canary"} > 0');
      };
      await until("requests to the canary", isAsked, (samples) => samples.length > 0);
      await edge.promote();
      await edge.isAtStep("Paused", 3);
      const values = { namespace: NAMESPACE, rollout: "edge" };
      const dashboards = ["rollout.json", "podinfo.json"].map((file) => DASHBOARDS.get(file)!);
      // Of podinfo's own dashboard the same, with this application in its place.
      const queries = dashboards
        .flatMap((dashboard) => [...variableQueriesOf(dashboard, values), ...queriesOf(dashboard, values)])
        .map(({ panel, query }) => ({ panel, query: query.replaceAll('"podinfo', '"edge') }));
      for (const { panel, query } of queries) {
        const ask = async () => {
          await send(50);
          return cluster.query(query);
        };
        expect(await until(`${panel}: ${query}`, ask, (samples) => samples.length > 0)).not.toEqual([]);
      }
    });

    it("measures the share of requests that the canary gets", async () => {
      const ask = async () => {
        await send(200);
        const [share] = await cluster.query('namespace_app:http_requests:canary_ratio_rate1m{app="edge"}');
        return share?.value ?? 0;
      };
      expect(await until("a share near a quarter", ask, (share) => share > 0.2 && share < 0.3)).toBeCloseTo(
        0.25,
        1,
      );
    });

    it("brings an alert that fires to whom it is for", async () => {
      await inNamespace("apply", "-f", join(MANIFESTS, "failing-analysis.yaml"));
      const received = await until(
        "the alert",
        () => deliveriesIn(cluster),
        (all) =>
          all.some(
            ({ path, alerts }) => path === "/podinfo-chat" && alerts.includes("PodinfoCanaryAnalysisFailed"),
          ),
      );
      const elsewhere = received.filter(
        ({ path, alerts }) =>
          ["/chat", "/mail", "/on-call"].includes(path) && alerts.includes("PodinfoCanaryAnalysisFailed"),
      );
      expect(elsewhere).toEqual([]);
    });

    it("brings what nobody attended to to whoever is on call", async () => {
      const labels = [
        "alertname=AlertUnattended",
        "unattended=RolloutDegraded",
        "severity=critical",
        "escalation=on-call",
      ];
      const amtool = ["/bin/amtool", "--alertmanager.url=http://localhost:9093", "alert", "add", ...labels];
      await cluster.kubectl(["-n", "monitoring", "exec", "deployment/alertmanager", "--", ...amtool]);
      const paths = async () =>
        (await deliveriesIn(cluster)).flatMap(({ path, alerts }) =>
          alerts.includes("AlertUnattended") ? [path] : [],
        );
      expect((await until("both deliveries", paths, (all) => all.length >= 2)).sort()).toEqual([
        "/mail",
        "/on-call",
      ]);
    });
  });

  it("serves a renewed certificate without a restart of the router", async () => {
    tell(`a renewed certificate is served: ${((await renewal.servedAfterMs) / 1000).toFixed(1)} s`);
    expect(await routerPodsOf(cluster)).toBe(renewal.routerPods);
  });

  describe("its alerts", () => {
    describeAlerts({ cluster: () => cluster, address: () => address, namespace: NAMESPACE });
  });

  describe("the Gateway API's side of its router seam", () => {
    describeGateway(
      () => cluster,
      () => address,
    );
  });
});
