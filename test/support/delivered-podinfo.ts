import { expect, vi } from "vitest";
import type { ApiRequest } from "./argocd-api.ts";
import type { Kubectl } from "./delivered-state.ts";

const SOON = { timeout: 240_000, interval: 250 };
const NAME = "podinfo-dev";
const REFRESH = "argocd.argoproj.io/refresh";
const APPLICATION = ["-n", "argocd", "application", NAME];

/** podinfo for developers as Argo CD delivers it, and its Rollout. */
export interface DeliveredPodinfo {
  /** What Argo CD says of it: a path below `status`. */
  readonly says: (path: string) => Promise<string>;
  /** Which pods its Services mean, canary and stable: the rollouts controller writes it, Git does not have it. */
  readonly podHashes: () => Promise<readonly string[]>;
  readonly currentStep: () => Promise<number>;
  /** Has Argo CD compare it with Git now, and waits until it did. */
  readonly refresh: () => Promise<void>;
}

export function deliveredPodinfo(kubectl: Kubectl): DeliveredPodinfo {
  const hashOf = (service: string): Promise<string> =>
    kubectl("-n", NAME, "get", "service", service, "-o=jsonpath={.spec.selector.rollouts-pod-template-hash}");
  return {
    says: (path) => kubectl("get", ...APPLICATION, `-o=jsonpath={.status.${path}}`),
    podHashes: () => Promise.all([hashOf("podinfo-canary"), hashOf("podinfo-stable")]),
    currentStep: async () => {
      const step = "-o=jsonpath={.status.currentStepIndex}";
      return Number(await kubectl("-n", NAME, "get", "rollout/podinfo", step));
    },
    refresh: async () => {
      await kubectl("annotate", ...APPLICATION, `${REFRESH}=hard`, "--overwrite");
      const read = ["get", ...APPLICATION, "-o=jsonpath={.metadata.annotations}"];
      await vi.waitFor(async () => expect(await kubectl(...read)).not.toContain(REFRESH), SOON);
    },
  };
}

/** What runs an action of Argo CD on its Rollout. */
export function podinfoAction(action: string): [path: string, request: ApiRequest] {
  const rollout = { group: "argoproj.io", version: "v1alpha1", kind: "Rollout", resourceName: "podinfo" };
  const body = { name: NAME, namespace: NAME, ...rollout, action };
  return [`api/v1/applications/${NAME}/resource/actions/v2`, { body }];
}
