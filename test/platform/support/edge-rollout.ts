import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Document } from "yaml";
import { ROOT } from "../../support/markdown.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { until } from "./platform-cluster.ts";
import type { PlatformCluster } from "./platform-cluster.ts";

export const NAMESPACE = "canary-proof";
export const MANIFESTS = join(ROOT, "test/platform/manifests");

const CONTAINER = ["spec", "template", "spec", "containers", 0];

/** A Rollout of the tests, as a person handles it. Its host is its name below `.local`. */
export interface EdgeRollout {
  readonly get: (jsonpath: string) => Promise<string>;
  /** Waits until it is Healthy; returns when, in milliseconds since 1970. */
  readonly becomesHealthy: () => Promise<number>;
  readonly isAtStep: (phase: string, step: number) => Promise<string>;
  /** Begins an update to a version that answers with this message. */
  readonly update: (message: string) => Promise<void>;
  readonly promote: () => Promise<void>;
  readonly pods: () => Promise<readonly string[]>;
}

export function edgeRollout(cluster: PlatformCluster, name: string): EdgeRollout {
  const kubectl = (...args: string[]): Promise<string> => cluster.kubectl(["-n", NAMESPACE, ...args]);
  const get = (jsonpath: string): Promise<string> =>
    kubectl("get", "rollout", name, "-o", `jsonpath=${jsonpath}`);
  return {
    get,
    becomesHealthy: async () => {
      await kubectl("wait", "--for=jsonpath={.status.phase}=Healthy", `rollout/${name}`, "--timeout=180s");
      return Date.now();
    },
    isAtStep: (phase, step) =>
      until(
        `phase ${phase} at step ${step} of ${name}`,
        () => get("{.status.phase} {.status.currentStepIndex}"),
        (status) => status === `${phase} ${step}`,
      ),
    update: async (message) => {
      const path = "/spec/template/spec/containers/0/env/0/value";
      const patch = JSON.stringify([{ op: "replace", path, value: message }]);
      await kubectl("patch", "rollout", name, "--type=json", "-p", patch);
    },
    promote: async () => {
      const patch = '{"status":{"pauseConditions":null}}';
      await kubectl("patch", "rollout", name, "--subresource=status", "--type=merge", "-p", patch);
    },
    pods: async () => {
      const label = `app.kubernetes.io/name=${name}`;
      const names = await kubectl("get", "pods", "-l", label, "-o", "name");
      return names.split("\n").filter((line) => line !== "");
    },
  };
}

/**
 * Writes the manifests of edge.yaml under another name: a canary of weight 25 that waits for a person, and no analysis, whose pods
 * of the version before go as soon as they may. Without the rule of docs/guides/ingress.md, if asked for.
 */
export function writeManifestsLikeEdge(name: string, { hasRule }: { readonly hasRule: boolean }): string {
  const text = readFileSync(join(MANIFESTS, "edge.yaml"), "utf8").replaceAll("edge", name);
  const documents = parseAllDocuments(text).filter((each) => each.get("kind") !== "AnalysisTemplate");
  for (const document of documents) if (document.get("kind") === "Rollout") change(document, hasRule);
  const path = join(temporaryFolder("canary-edge-"), `${name}.yaml`);
  writeFileSync(path, documents.map(String).join("---\n"));
  return path;
}

function change(rollout: Document, hasRule: boolean): void {
  const canary = ["spec", "strategy", "canary"];
  rollout.setIn([...canary, "steps"], rollout.createNode([{ setWeight: 25 }, { pause: {} }]));
  rollout.setIn([...canary, "scaleDownDelaySeconds"], 1);
  if (hasRule) return;
  for (const path of [
    ["spec", "minReadySeconds"],
    [...CONTAINER, "lifecycle"],
  ])
    if (!rollout.deleteIn(path)) throw new Error(`edge.yaml has no ${path.join(".")}`);
}
