import { expect, it } from "vitest";
import { KNOWN_VALUES } from "./known-values.ts";
import { sendRequests } from "./load.ts";
import { until } from "./platform-cluster.ts";
import type { PlatformCluster } from "./platform-cluster.ts";
import { RULE_EXPRESSIONS, selectionsOf } from "./rule-selectors.ts";

export interface AlertsContext {
  readonly cluster: () => PlatformCluster;
  readonly address: () => string;
  /** Where the Rollout `edge` is in the middle of an update, and the workloads of `failing-workloads.yaml` are. */
  readonly namespace: string;
}

/** What this cluster does not run: Argo CD, whose metrics `gitops.cluster.test.ts` asks for, ingress-nginx and cert-manager. */
const ELSEWHERE = /^argocd_|^nginx_|^certmanager_|job="(argocd|cert-manager)"/;

/** Failures on a real cluster, and the alerts that they must become. */
export function describeAlerts({ cluster, address, namespace }: AlertsContext): void {
  const alert = (selector: string) => () => cluster().query(`ALERTS{${selector}, namespace="${namespace}"}`);

  it("tell of a rollout that was aborted", async () => {
    const abort = ["--subresource=status", "--type=merge", "-p", '{"status":{"abort":true}}'];
    await cluster().kubectl(["-n", namespace, "patch", "rollout", "edge", ...abort]);
    const asked = alert('alertname="RolloutDegraded", name="edge"');
    const [found] = await until("RolloutDegraded", asked, (samples) => samples.length > 0);
    expect(found?.metric).toMatchObject({ severity: "critical", alertstate: "pending" });
    const phases = await cluster().query("group by (phase) (rollout_info)");
    expect(KNOWN_VALUES["rollout_info"]?.["phase"]).toEqual(
      expect.arrayContaining(phases.map(({ metric }) => metric["phase"])),
    );
  });

  it("tell of a container that crashes again and again", async () => {
    const asked = alert(
      'alertname="PodCrashLooping", reason="restarts", pod="crashing", alertstate="firing"',
    );
    expect(await until("PodCrashLooping", asked, (samples) => samples.length > 0)).toHaveLength(1);
  });

  it("tell of an Ingress behind which there is no pod", async () => {
    const target = { address: address(), host: "nobody.local", requests: 20 };
    const ask = async () => {
      await sendRequests(target);
      return cluster().query(`route:router_errors:ratio_rate1m{route="${namespace}-nobody"} == 1`);
    };
    await until("503 in the metrics of the router", ask, (samples) => samples.length > 0);
    const asked = () =>
      cluster().query(`ALERTS{alertname="RouteHighErrorRate", route="${namespace}-nobody"}`);
    expect(await until("RouteHighErrorRate", asked, (samples) => samples.length > 0)).toHaveLength(1);
  });

  it("come from rules that select nothing but what is really measured", async () => {
    const selections = (await selectionsOf(RULE_EXPRESSIONS, cluster())).filter(
      (each) => !ELSEWHERE.test(each),
    );
    expect(selections.length).toBeGreaterThan(20);
    const missing: string[] = [];
    for (const selection of selections) {
      await sendRequests({ address: address(), host: "edge.local", requests: 20 });
      const found = await cluster().query(`group(last_over_time(${selection}[10m]))`);
      if (found.length === 0) missing.push(selection);
    }
    expect(missing).toEqual([]);
  });
}
