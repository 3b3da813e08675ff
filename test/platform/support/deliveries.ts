import * as z from "zod";
import type { PlatformCluster } from "./platform-cluster.ts";

const deliverySchema = z.object({
  path: z.string(),
  body: z.object({ alerts: z.array(z.object({ labels: z.record(z.string(), z.string()) })) }),
});

/** What Alertmanager delivered to the receiver in the cluster: by which path, and the names of the alerts. */
export async function deliveriesIn(cluster: PlatformCluster) {
  const path = "/api/v1/namespaces/monitoring/services/webhook-receiver:8080/proxy/";
  const lines = (await cluster.kubectl(["get", "--raw", path])).split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const { path: receiver, body } = deliverySchema.parse(JSON.parse(line));
    return { path: receiver, alerts: body.alerts.map(({ labels }) => labels["alertname"]) };
  });
}
