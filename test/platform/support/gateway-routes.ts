import { join } from "node:path";
import { expect, it } from "vitest";
import { MANIFESTS, NAMESPACE } from "./edge-rollout.ts";
import { findGatewayDefinitions } from "./gateway-definitions.ts";
import { sendRequests } from "./load.ts";
import { until } from "./platform-cluster.ts";
import type { PlatformCluster } from "./platform-cluster.ts";

/** Tests of the profile for the Gateway API, on a cluster whose router is Traefik; `address` is the router's. */
export function describeGateway(cluster: () => PlatformCluster, address: () => string): void {
  it("sends 25 ± 2 % of 2 000 requests where an HTTPRoute says so", async () => {
    await cluster().kubectl(["apply", "--server-side", "-f", await findGatewayDefinitions()]);
    await cluster().applyFolders(["infra/platform/gateway-api/overlays/gateway-local"]);
    await cluster().isRolledOut("ingress", "traefik");
    await cluster().kubectl(["-n", NAMESPACE, "apply", "-f", join(MANIFESTS, "gateway.yaml")]);
    const send = (requests: number) => sendRequests({ address: address(), host: "gateway.local", requests });
    await until(
      "answers of both",
      () => send(40),
      (answers) => answers.has("other") && ![...answers.keys()].some((answer) => answer.startsWith("status")),
    );
    const share = ((await send(2_000)).get("other") ?? 0) / 2_000;
    expect(share).toBeGreaterThanOrEqual(0.23);
    expect(share).toBeLessThanOrEqual(0.27);
  });
}
