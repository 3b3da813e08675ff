import type { Demand } from "./pod-demand.ts";
import type { PodTemplate } from "./kubernetes-object.ts";
import { partOf } from "./pod-demand.ts";

type Resources = PodTemplate["spec"]["containers"][number]["resources"];

/** Where the plan gives no amounts, a container has what the namespace's LimitRange gives. */
const DEFAULTS: Resources = {};

const ORCHESTRATOR: Resources = {
  requests: { cpu: "500m", memory: "512Mi" },
  limits: { cpu: "2", memory: "2Gi" },
};

/** Pods that are there while a rollout runs: two full sets and their surge. */
function sets(replicas: number, maxSurge: string | number, resources: Resources): Demand {
  return beside(2 * replicas + partOf(maxSurge, replicas), resources);
}

function beside(pods: number, resources: Resources): Demand {
  return { pods, template: { spec: { containers: [{ name: "app", image: "app:1", resources }] } } };
}

/**
 * What will run in the namespaces of applications that have no manifests yet, as PRD.md has it and the comment in each quota.yaml;
 * an entry goes when the manifests come.
 */
export const PLANNED_SIZES: Readonly<Record<string, readonly Demand[]>> = {
  // Sets are switched, without surge; a third one still goes while a second update begins; two smoke tests.
  "canary-blue-green": [sets(3, 0, DEFAULTS), beside(3, DEFAULTS), beside(2, DEFAULTS)],
  // An experiment of a baseline and a canary; two smoke tests.
  "canary-canary": [sets(5, "25%", DEFAULTS), beside(2, DEFAULTS), beside(2, DEFAULTS)],
  // An experiment; an agent on each of three nodes; two smoke tests.
  orchestrator: [
    sets(3, "25%", ORCHESTRATOR),
    beside(2, ORCHESTRATOR),
    beside(3, DEFAULTS),
    beside(2, DEFAULTS),
  ],
  // As many as an autoscaler may make; two smoke tests.
  podinfo: [sets(5, "25%", DEFAULTS), beside(2, DEFAULTS)],
};
