import { join } from "node:path";
import https from "node:https";
import tls from "node:tls";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import * as z from "zod";
import { ROOT } from "../support/markdown.ts";
import { DASHBOARDS, queriesOf, variableQueriesOf } from "./support/dashboards.ts";
import { deliveriesIn } from "./support/deliveries.ts";
import { findGatewayDefinitions } from "./support/gateway-definitions.ts";
import { describeAlerts } from "./support/live-alerts.ts";
import { sendRequests } from "./support/load.ts";
import { run } from "./support/run.ts";
import { startPlatformCluster, until } from "./support/platform-cluster.ts";
import type { PlatformCluster } from "./support/platform-cluster.ts";

const NAMESPACE = "canary-proof";
const MANIFESTS = join(ROOT, "test/platform/manifests");
const prefix: string = inject("clusterPrefix");
const name = `${prefix}-edge`;

let cluster: PlatformCluster;
let address: string;

const inNamespace = (...args: string[]): Promise<string> => cluster.kubectl(["-n", NAMESPACE, ...args]);
const rollout = (jsonpath: string): Promise<string> =>
  inNamespace("get", "rollout", "edge", "-o", `jsonpath=${jsonpath}`);
const isAtStep = (phase: string, step: number) =>
  until(
    `phase ${phase} at step ${step}`,
    () => rollout("{.status.phase} {.status.currentStepIndex}"),
    (status) => status === `${phase} ${step}`,
  );
const send = (requests: number, headers?: Readonly<Record<string, string>>) =>
  sendRequests({ address, host: "edge.local", requests, ...(headers && { headers }) });
const promote = (): Promise<string> =>
  inNamespace(
    "patch",
    "rollout",
    "edge",
    "--subresource=status",
    "--type=merge",
    "-p",
    '{"status":{"pauseConditions":null}}',
  );

const isPossible = inject("clusterObstacle") === null;

describe.runIf(isPossible)("the platform on a real cluster", () => {
  beforeAll(async () => {
    cluster = await startPlatformCluster(name, ["traefik", "prometheus", "alertmanager", "webhook-receiver"]);
    await cluster.applyFolders(
      ["traefik", "prometheus", "alertmanager"].map((part) => `infra/platform/${part}/overlays/local`),
    );
    for (const [namespace, part] of [
      ["ingress", "traefik"],
      ["monitoring", "prometheus"],
      ["monitoring", "alertmanager"],
    ])
      await cluster.kubectl([
        "-n",
        namespace ?? "",
        "rollout",
        "status",
        `deployment/${part ?? ""}`,
        "--timeout=180s",
      ]);
    address = await cluster.addressOf("ingress", "traefik");
  });
  afterAll(async () => cluster?.stop());

  describe("its edge", () => {
    it("serves a rollout from its first Ready: not one of 20 000 requests fails", async () => {
      await inNamespace("apply", "-f", join(MANIFESTS, "edge.yaml"));
      await until(
        "Healthy",
        () => rollout("{.status.phase}"),
        (phase) => phase === "Healthy",
      );
      expect(Object.fromEntries(await send(20_000))).toEqual({ first: 20_000 });
    });

    it("sends 25 ± 2 % of 2 000 requests to a canary of weight 25", async () => {
      const value = "/spec/template/spec/containers/0/env/0/value";
      const patch = [{ op: "replace", path: value, value: "second" }];
      await inNamespace("patch", "rollout", "edge", "--type=json", "-p", JSON.stringify(patch));
      await isAtStep("Paused", 1);
      await until(
        "a first answer of the canary",
        () => send(20),
        (answers) => answers.has("second"),
      );
      const answers = await send(2_000);
      expect([...answers.keys()].sort()).toEqual(["first", "second"]);
      expect(answers.get("second")).toBeGreaterThanOrEqual(460);
      expect(answers.get("second")).toBeLessThanOrEqual(540);
    });

    it("sends by header what must go to the canary, and keeps from it what must not", async () => {
      expect(Object.fromEntries(await send(200, { "X-Canary": "always" }))).toEqual({ second: 200 });
      expect(Object.fromEntries(await send(200, { "X-Canary": "never" }))).toEqual({ first: 200 });
    });

    it("terminates TLS with a certificate that was made for the cluster, and makes it only once", async () => {
      const env = { KUBECONFIG: cluster.kubeconfig, PATH: `${cluster.binDirectory}:${process.env["PATH"]}` };
      const script = join(ROOT, "scripts/ingress-certificate.sh");
      expect(await run(script, [], env)).toMatch(/is new, for .*edge\.local/);
      expect(await run(script, [], env)).toMatch(/is good for .*edge\.local/);
      const path = "jsonpath={.data.ca\\.crt}";
      const encoded = await cluster.kubectl([
        "-n",
        "ingress",
        "get",
        "secret",
        "ingress-certificate",
        "-o",
        path,
      ]);
      const ca = Buffer.from(encoded, "base64").toString();
      const ask = () => askSecurely(address, "edge.local", ca);
      expect(await until("the certificate", ask, (answer) => answer === 200)).toBe(200);
      const doubt = () => doubtOf(address, "edge.local");
      expect(await until("the doubt of a client without the authority", doubt, Boolean)).toMatch(
        /SIGNED|UNABLE/,
      );
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
      const up = () => cluster.query("min by (job) (up)");
      const samples = await until("every target", up, (all) =>
        jobs.every((job) => all.some(({ metric, value }) => metric["job"] === job && value === 1)),
      );
      expect(samples.map(({ metric }) => metric["job"]).sort()).toEqual(jobs);
    });

    it("sees a pod that runs and is not ready", async () => {
      await inNamespace("apply", "-f", join(MANIFESTS, "failing-workloads.yaml"));
      const ask = () => cluster.query('up{job="pods-not-ready", pod="crashing"}');
      expect(await until("the pod", ask, (samples) => samples.length > 0)).toHaveLength(1);
    });

    it("knows of each pod its version and its role", async () => {
      const hash = await rollout("{.status.currentPodHash}");
      const roles = await cluster.query(
        'count by (role, rollouts_pod_template_hash) (up{job="pods", app="edge"})',
      );
      const byRole = Object.fromEntries(
        roles.map(({ metric }) => [metric["role"], metric["rollouts_pod_template_hash"]]),
      );
      expect(byRole["canary"]).toBe(hash);
      expect(Object.keys(byRole).sort()).toEqual(["canary", "stable"]);
      expect(byRole["stable"]).toBe(await rollout("{.status.stableRS}"));
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
      await promote();
      await isAtStep("Paused", 3);
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
      expect(
        received
          .filter(({ alerts }) => alerts.includes("PodinfoCanaryAnalysisFailed"))
          .map(({ path }) => path),
      ).toEqual(expect.not.arrayContaining(["/chat", "/mail", "/on-call"]));
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

  describe("its alerts", () => {
    describeAlerts({ cluster: () => cluster, address: () => address, namespace: NAMESPACE });
  });

  describe("the Gateway API's side of its router seam", () => {
    it("sends 25 ± 2 % of 2 000 requests where an HTTPRoute says so", async () => {
      await cluster.kubectl(["apply", "--server-side", "-f", await findGatewayDefinitions()]);
      await cluster.applyFolders(["infra/platform/gateway-api/overlays/gateway-local"]);
      await cluster.kubectl(["-n", "ingress", "rollout", "status", "deployment/traefik", "--timeout=180s"]);
      await inNamespace("apply", "-f", join(MANIFESTS, "gateway.yaml"));
      const sendToGateway = (requests: number) => sendRequests({ address, host: "gateway.local", requests });
      await until(
        "answers of both",
        () => sendToGateway(40),
        (answers) =>
          answers.has("other") && ![...answers.keys()].some((answer) => answer.startsWith("status")),
      );
      const share = ((await sendToGateway(2_000)).get("other") ?? 0) / 2_000;
      expect(share).toBeGreaterThanOrEqual(0.23);
      expect(share).toBeLessThanOrEqual(0.27);
    });
  });
});

/** Why a client that knows only the public authorities does not trust the certificate; undefined where it does. */
function doubtOf(host: string, servername: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host, port: 443, servername, rejectUnauthorized: false }, () => {
      resolve(socket.authorized ? undefined : String(socket.authorizationError));
      socket.end();
    });
    socket.on("error", reject);
  });
}

function askSecurely(host: string, servername: string, ca: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { host: servername };
    const request = https.get({ host, servername, headers, agent: false, ca }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("error", reject);
  });
}
