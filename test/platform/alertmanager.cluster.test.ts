import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { locateBuild } from "../../packages/local-cluster/src/index.ts";
import { ROOT } from "../support/markdown.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startAlertmanager } from "./support/alertmanager.ts";
import type { RunningAlertmanager } from "./support/alertmanager.ts";
import { startHttpReceiver, startMailReceiver } from "./support/receivers.ts";
import type { Received, Receiver } from "./support/receivers.ts";
import { run } from "./support/run.ts";

const CONFIG = join(ROOT, "infra/platform/alertmanager/overlays/remote/alertmanager.yaml");
const RUNBOOK = join(ROOT, "docs/runbooks/delivery.md");
const folder = temporaryFolder("canary-alertmanager-");
const SOON = { timeout: 30_000, interval: 200 };

const configSchema = z.looseObject({
  global: z.record(z.string(), z.unknown()),
  route: z.looseObject({ group_wait: z.string() }),
});
const messageSchema = z.object({
  channel: z.string(),
  attachments: z.array(z.object({ title: z.string(), text: z.string() })),
});

/** The remote overlay as it is, but for where Slack, the mail server and the secrets are, and with less to wait. */
function writeConfig(slackPort: number, mailPort: number): string {
  const text = readFileSync(CONFIG, "utf8").replaceAll("/etc/alertmanager-receivers", folder);
  const { global, route, ...rest } = configSchema.parse(parse(text));
  const here = {
    smtp_smarthost: `127.0.0.1:${mailPort}`,
    smtp_require_tls: false,
    slack_app_url: `http://127.0.0.1:${slackPort}/api/chat.postMessage`,
  };
  const config = { ...rest, global: { ...global, ...here }, route: { ...route, group_wait: "0s" } };
  const file = join(folder, "alertmanager.yaml");
  writeFileSync(file, stringify(config));
  return file;
}

describe.skipIf(inject("clusterObstacle") !== null)(
  "alerts, sent by Alertmanager as the remote overlay says",
  () => {
    let http: Receiver<Received>;
    let mail: Receiver<string>;
    let alertmanager: RunningAlertmanager;
    let amtool: string;

    beforeAll(async () => {
      const recipeDirectory = join(ROOT, "infra/local-cluster");
      const { binDirectory } = await locateBuild({ recipeDirectory, parts: ["platform"] });
      [http, mail] = await Promise.all([startHttpReceiver(), startMailReceiver()]);
      writeFileSync(join(folder, "slack-token"), "xoxb-of-a-test\n");
      writeFileSync(join(folder, "smtp-password"), "of-a-test-only");
      writeFileSync(join(folder, "pager-url"), `http://127.0.0.1:${http.port}/pager`);
      const program = join(binDirectory, "alertmanager");
      amtool = join(binDirectory, "amtool");
      alertmanager = await startAlertmanager(program, writeConfig(http.port, mail.port), folder);
    });
    afterAll(async () => {
      await alertmanager?.stop();
      await Promise.all([http?.close(), mail?.close()]);
    });

    /** Where an alert arrived: channels of Slack, addresses of mails, the pager. */
    const placesOf = (alertname: string): readonly string[] => [
      ...http.received
        .filter(({ body }) => body.includes(alertname))
        .map(({ path, body }) =>
          path === "/pager" ? "pager" : messageSchema.parse(JSON.parse(body)).channel,
        ),
      ...mail.received
        .filter((text) => text.includes(alertname))
        .map((text) => /^To: (.*)$/m.exec(text)?.[1]?.trim() ?? "nobody"),
    ];

    it.each([
      ["CanaryHighLatency", { severity: "warning" }, ["#delivery"]],
      ["RolloutDegraded", { severity: "critical" }, ["#delivery", "delivery@example.com"]],
      ["PodinfoHighLatency", { severity: "warning", team: "podinfo" }, ["#podinfo"]],
      [
        "PodinfoHighErrorRate",
        { severity: "critical", team: "podinfo" },
        ["#podinfo", "podinfo@example.com"],
      ],
      ["AlertUnattended", { severity: "critical", escalation: "on-call" }, ["on-call@example.com", "pager"]],
      ["NotificationsFailing", { severity: "critical" }, ["#delivery", "on-call@example.com", "pager"]],
    ])("%s with %o arrives at %o, and nowhere else", async (alertname, labels, places) => {
      await alertmanager.fire(
        { alertname, cluster: "staging", ...labels },
        { summary: "it is so", runbook_url: "docs/runbook.md" },
      );
      await vi.waitFor(() => expect([...placesOf(alertname)].sort()).toEqual([...places].sort()), SOON);
    });

    it("are said in Slack by the app that the token is of, with their summary and runbook", () => {
      const messages = http.received.filter(({ path }) => path === "/api/chat.postMessage");
      expect(new Set(messages.map(({ authorization }) => authorization))).toEqual(
        new Set(["Bearer xoxb-of-a-test"]),
      );
      const { attachments } = messageSchema.parse(JSON.parse(messages[0]?.body ?? ""));
      expect(attachments[0]?.title).toBe("[FIRING] staging: CanaryHighLatency");
      expect(attachments[0]?.text).toMatch(/^it is so\. .*Runbook: docs\/runbook\.md/);
    });

    it("say in chat, in mails and to the pager which cluster they come from", () => {
      const titles = http.received
        .filter(({ path }) => path === "/api/chat.postMessage")
        .map(({ body }) => messageSchema.parse(JSON.parse(body)).attachments[0]?.title);
      const subjects = mail.received.map((text) => /^Subject: (.*)$/m.exec(text)?.[1]);
      for (const title of [...titles, ...subjects]) expect(title).toMatch(/^\[FIRING\] staging: \w+/);
      const pages = http.received.filter(({ path }) => path === "/pager");
      for (const { body } of pages)
        expect(JSON.parse(body)).toMatchObject({ commonLabels: { cluster: "staging" } });
      expect(Math.min(titles.length, subjects.length, pages.length)).toBeGreaterThan(0);
    });

    describe("of a rollout of podinfo that nobody attends to", () => {
      const ESCALATED = [
        ["PodinfoRolloutFailed", "podinfo-prod"],
        ["PodinfoRolloutFailed", "podinfo-staging"],
        ["RolloutDegraded", "podinfo-prod"],
        ["RolloutDegraded", "canary-proof"],
      ] as const;

      beforeAll(async () => {
        for (const [unattended, namespace] of ESCALATED) {
          const which = { unattended, namespace, name: "podinfo" };
          const labels = {
            alertname: "AlertUnattended",
            severity: "critical",
            escalation: "on-call",
            ...which,
          };
          await alertmanager.fire(labels, { summary: "nobody attends to it" });
        }
      });

      /** What is kept back in this way, as alert and namespace. */
      const keptBack = async (way: "silencedBy" | "inhibitedBy"): Promise<readonly string[]> =>
        (await alertmanager.alerts())
          .filter(({ status }) => status[way].length > 0)
          .map(({ labels }) => `${labels["unattended"]} ${labels["namespace"]}`);

      it("are one: that of podinfo keeps back the other of the same rollout, and no other", async () => {
        expect(await keptBack("inhibitedBy")).toEqual(["RolloutDegraded podinfo-prod"]);
      });

      it("are silenced in one namespace by the runbook's command, and not in another", async () => {
        const [, words = ""] =
          /amtool --alertmanager\.url=\S+ (silence add .*)/.exec(readFileSync(RUNBOOK, "utf8")) ?? [];
        const filled = words
          .replace("=RolloutDegraded", "=PodinfoRolloutFailed")
          .replace("NAMESPACE", "podinfo-staging")
          .replace("NAME", "podinfo");
        const argv = (filled.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((word) => word.replaceAll('"', ""));
        await run(amtool, [`--alertmanager.url=${alertmanager.url}`, ...argv]);
        expect(await keptBack("silencedBy")).toEqual(["PodinfoRolloutFailed podinfo-staging"]);
      });
    });
  },
);
