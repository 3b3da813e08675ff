import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { locateBuild } from "../../packages/local-cluster/src/index.ts";
import { ROOT } from "../support/markdown.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { renderAll } from "../validate/support/rendered-sets.ts";
import { startHttpReceiver, startMailReceiver } from "./support/receivers.ts";
import type { Received, Receiver } from "./support/receivers.ts";
import { run } from "./support/run.ts";

const settingsSchema = z.object({ data: z.record(z.string(), z.string()) });
const triggerSchema = z.array(z.object({ oncePer: z.string() }));
const folder = temporaryFolder("canary-notifications-");
const file = (name: string): string => join(folder, name);

/** Argo CD's program as the cluster's image has it; the set-up of cluster tests builds it. */
let program = "";

/** The tool wants a cluster to be named, and asks it for nothing. */
const KUBECONFIG = {
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "none", cluster: { server: "http://127.0.0.1:1" } }],
  users: [{ name: "none", user: {} }],
  contexts: [{ name: "none", context: { cluster: "none", user: "none", namespace: "argocd" } }],
  "current-context": "none",
};

interface State {
  readonly health: string;
  readonly phase?: string;
  readonly sync?: string;
  /** The commit that it was compared with last; APPLIED when it is not another. */
  readonly newest?: string;
}

/** The commit of the last sync. */
const APPLIED = "0123abc";

function application({ health, phase, sync = "Synced", newest = APPLIED }: State): object {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "podinfo-prod", namespace: "argocd" },
    spec: { project: "podinfo", source: { repoURL: "r", path: "p" }, destination: { namespace: "podinfo" } },
    status: {
      sync: { status: sync, revision: newest },
      health: { status: health },
      ...(phase !== undefined && { operationState: { phase, syncResult: { revision: APPLIED } } }),
    },
  };
}

/** A trigger that is true when on-deployed, which tells of each such value once, calls the commit `APPLIED`: the tool prints no `oncePer`. */
function onceTrigger(onDeployed: string | undefined): string {
  const [condition] = triggerSchema.parse(parse(onDeployed ?? ""));
  return stringify([{ when: `(${condition?.oncePer}) == '${APPLIED}'`, send: ["app-state"] }]);
}

/** Runs Argo CD's own program for notifications, with the settings that an overlay renders. */
async function notifications(words: readonly string[], state: State): Promise<string> {
  writeFileSync(file("application.yaml"), stringify(application(state)));
  const [noun = "", verb = "", name = "", ...options] = words;
  const settings = ["--config-map", file("settings.yaml"), "--secret", file("secret.yaml")];
  const argv = [
    "admin",
    "notifications",
    noun,
    verb,
    name,
    file("application.yaml"),
    ...settings,
    ...options,
  ];
  return run(program, argv, { KUBECONFIG: file("kubeconfig") });
}

describe.skipIf(inject("clusterObstacle") !== null)(
  "Argo CD's notifications, sent by its own program",
  () => {
    let http: Receiver<Received>;
    let mail: Receiver<string>;

    beforeAll(async () => {
      const recipeDirectory = join(ROOT, "infra/local-cluster");
      const { binDirectory } = await locateBuild({ recipeDirectory, parts: ["platform"] });
      program = join(binDirectory, "argocd");
      [http, mail] = await Promise.all([startHttpReceiver(), startMailReceiver()]);
      const objects = await renderAll((name) => name === "infra/platform/argocd/overlays/remote");
      const rendered = objects.find(({ metadata }) => metadata.name === "argocd-notifications-cm");
      const { data } = settingsSchema.parse(rendered);
      const slack = `${data["service.slack"]}apiURL: http://127.0.0.1:${http.port}/api/\n`;
      const email = data["service.email"]?.replace("587", String(mail.port)) ?? "";
      const once = { "trigger.once": onceTrigger(data["trigger.on-deployed"]) };
      const services = { "service.slack": slack, "service.email": email };
      const settings = { ...rendered, data: { ...data, ...once, ...services } };
      const secret = {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "argocd-notifications-secret" },
        stringData: {
          "slack-token": "token-of-slack",
          "email-host": "127.0.0.1",
          "email-username": "ann",
          "email-password": "word",
          "email-from": "canary@localhost",
          "webhook-url": `http://127.0.0.1:${http.port}/hook`,
        },
      };
      writeFileSync(file("settings.yaml"), stringify(settings));
      writeFileSync(file("secret.yaml"), stringify(secret));
      writeFileSync(file("kubeconfig"), stringify(KUBECONFIG));
    });
    afterAll(async () => {
      await Promise.all([http.close(), mail.close()]);
    });

    it.each([
      ["on-deployed", { health: "Healthy", phase: "Succeeded" }, true],
      ["on-deployed", { health: "Progressing", phase: "Succeeded" }, false],
      ["on-deployed", { health: "Healthy" }, false],
      ["on-deployed", { health: "Healthy", phase: "Succeeded", sync: "OutOfSync", newest: "456def" }, false],
      ["on-health-degraded", { health: "Degraded" }, true],
      ["on-health-degraded", { health: "Healthy" }, false],
      ["on-sync-failed", { health: "Healthy", phase: "Error" }, true],
      ["on-sync-failed", { health: "Healthy", phase: "Succeeded" }, false],
      ["on-suspended", { health: "Suspended" }, true],
      ["on-suspended", { health: "Progressing" }, false],
    ] as const)("%s when %o: %s", async (trigger, state, isSent) => {
      expect((await notifications(["trigger", "run", trigger], state)).trim()).toMatch(
        isSent ? /\strue$/ : /\sfalse$/,
      );
    });

    it("say once that a commit is deployed, and nothing of later ones that change nothing", async () => {
      const state = { health: "Healthy", phase: "Succeeded", newest: "456def" };
      expect((await notifications(["trigger", "run", "once"], state)).trim()).toMatch(/\strue$/);
    });

    it("say in Slack what became of which Application, to the channel of the subscription", async () => {
      await notifications(["template", "notify", "app-state", "--recipient", "slack:platform"], {
        health: "Degraded",
      });
      const sent = http.received.find(({ path }) => path === "/api/chat.postMessage");
      const form = new URLSearchParams(sent?.body);
      expect(form.get("channel")).toBe("platform");
      expect(form.get("token")).toBe("token-of-slack");
      expect(form.get("text")).toBe("podinfo-prod is Synced and Degraded at 0123abc");
    });

    it("say it in a mail, with the state in its subject", async () => {
      const recipient = ["--recipient", "email:on-call@localhost"];
      await notifications(["template", "notify", "app-state", ...recipient], { health: "Degraded" });
      const [sent = ""] = mail.received;
      expect(sent).toContain("Subject: podinfo-prod is Degraded");
      expect(sent).toContain("From: canary@localhost");
      expect(sent).toContain("To: on-call@localhost");
      expect(sent).toContain("podinfo-prod is Synced and Degraded at 0123abc");
    });

    it("send a webhook JSON that says all of it", async () => {
      const recipient = ["--recipient", "receiver"];
      await notifications(["template", "notify", "app-state", ...recipient], { health: "Suspended" });
      const sent = http.received.find(({ path }) => path === "/hook");
      expect(JSON.parse(sent?.body ?? "")).toEqual({
        application: "podinfo-prod",
        project: "podinfo",
        sync: "Synced",
        health: "Suspended",
        revision: "0123abc",
      });
    });
  },
);
