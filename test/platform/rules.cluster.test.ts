import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { buildCluster } from "../../packages/local-cluster/src/index.ts";
import { ROOT } from "../support/markdown.ts";
import { run } from "./support/run.ts";

const PLATFORM = join(ROOT, "infra/platform");
const pathsOf = (folder: string): readonly string[] =>
  readdirSync(join(PLATFORM, folder)).map((file) => join(PLATFORM, folder, file));

let bin: string;

describe.skipIf(inject("clusterObstacle") !== null)("the rules and routes, by their own tools", () => {
  beforeAll(async () => {
    const recipeDirectory = join(ROOT, "infra/local-cluster");
    bin = (await buildCluster({ recipeDirectory, parts: ["prometheus", "alertmanager"] })).binDirectory;
  });
  const promtool = (...args: string[]): Promise<string> => run(join(bin, "promtool"), args);
  const amtool = (...args: string[]): Promise<string> => run(join(bin, "amtool"), args);

  it("are rules that promtool has nothing to say against", async () => {
    const rules = pathsOf("prometheus/base/rules");
    expect(await promtool("check", "rules", "--lint=all", "--lint-fatal", ...rules)).toContain("SUCCESS");
  });

  it.each(readdirSync(join(PLATFORM, "prometheus/tests")))(
    "fire and do not fire as %s says",
    async (file) => {
      expect(await promtool("test", "rules", join(PLATFORM, "prometheus/tests", file))).toContain("SUCCESS");
    },
  );

  it("are found by a configuration that Prometheus understands", async () => {
    const file = join(PLATFORM, "prometheus/base/prometheus.yaml");
    expect(await promtool("check", "config", "--syntax-only", file)).toContain("is valid");
  });

  it.each(["local", "remote"])("lead with overlay %s to whom they are for", async (overlay) => {
    const file = join(PLATFORM, "alertmanager/overlays", overlay, "alertmanager.yaml");
    expect(await amtool("check-config", file)).toContain("SUCCESS");
    const receiverOf = (...labels: string[]): Promise<string> =>
      amtool("config", "routes", "test", `--config.file=${file}`, ...labels);
    expect(await receiverOf("alertname=CanaryHighLatency", "severity=warning")).toBe("chat");
    expect(await receiverOf("alertname=RolloutDegraded", "severity=critical")).toBe("chat-and-mail");
    expect(await receiverOf("alertname=NotificationsFailing", "severity=critical")).toBe("every-way");
    expect(await receiverOf("alertname=PodinfoHighLatency", "severity=warning", "team=podinfo")).toBe(
      "podinfo-chat",
    );
    expect(await receiverOf("alertname=PodinfoHighErrorRate", "severity=critical", "team=podinfo")).toBe(
      "podinfo-chat-and-mail",
    );
    expect(
      await receiverOf(
        "alertname=AlertUnattended",
        "severity=critical",
        "escalation=on-call",
        "team=podinfo",
      ),
    ).toBe("on-call");
  });
});
