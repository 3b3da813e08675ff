import * as z from "zod";
import type { KubernetesObject, PodTemplate, Workload } from "./kubernetes-object.ts";
import { parseQuantity } from "./quantity.ts";

type Container = PodTemplate["spec"]["containers"][number];
type Amounts = Readonly<Record<string, string | number>>;

/** So many pods of one kind, and what a quota counts of each. */
export interface Demand {
  readonly pods: number;
  readonly template: PodTemplate;
}

/** What a container gets that says nothing, by a LimitRange. */
export interface ContainerDefaults {
  readonly default: Amounts;
  readonly defaultRequest: Amounts;
}

const share = z.union([z.string(), z.int()]).default("25%");

const strategySchema = z.object({
  strategy: z
    .object({
      type: z.string().optional(),
      rollingUpdate: z.object({ maxSurge: share }).optional(),
      canary: z.object({ maxSurge: share }).optional(),
    })
    .default({}),
});

const amounts = z.record(z.string(), z.union([z.string(), z.int()])).default({});
const limitsSchema = z.object({
  limits: z.array(z.object({ type: z.string(), default: amounts, defaultRequest: amounts })),
});

/** What a LimitRange gives to containers. */
export function defaultsOf({ spec }: KubernetesObject): ContainerDefaults {
  const found = limitsSchema.parse(spec).limits.find(({ type }) => type === "Container");
  return found ?? { default: {}, defaultRequest: {} };
}

/** Pods of a workload while a rollout runs: the old and the new set in full, and its surge. */
export function demandOf({ object, replicas = 1, template }: Workload): Demand {
  return { pods: 2 * replicas + surgeOf(object, replicas), template };
}

/** A surge of `25%` is rounded up, as its controllers do; nothing surges where sets are switched or replaced. */
function surgeOf({ kind, spec }: KubernetesObject, replicas: number): number {
  const { strategy } = strategySchema.parse(spec);
  if (kind === "Rollout")
    return strategy.canary === undefined ? 0 : partOf(strategy.canary.maxSurge, replicas);
  if (kind !== "Deployment" || strategy.type === "Recreate") return 0;
  return partOf(strategy.rollingUpdate?.maxSurge ?? "25%", replicas);
}

/** So many of so many: a number, or a percentage, rounded up. */
export function partOf(value: string | number, whole: number): number {
  return typeof value === "number" ? value : Math.ceil((whole * Number.parseInt(value, 10)) / 100);
}

/**
 * What a quota counts of one pod: `pods`, `requests.cpu`, `limits.memory` and the like. Infinite where a container has no amount and gets
 * none, because the quota then refuses the pod. As https://kubernetes.io/docs/concepts/workloads/pods/init-containers says,
 * init containers run one after the other, before the others.
 */
export function countedOf({ spec }: PodTemplate, resource: string, defaults: ContainerDefaults): number {
  if (resource === "pods") return 1;
  const [, group, name = ""] = /^(requests|limits)\.(cpu|memory)$/.exec(resource) ?? [];
  if (group === undefined) throw new Error(`no test knows what a quota of ${resource} counts`);
  const of = (container: Container): number => amountOf(container, { group, name }, defaults);
  const isSidecar = (container: Container): boolean => container["restartPolicy"] === "Always";
  const starting = spec.initContainers ?? [];
  const sidecars = sum(starting.filter((each) => isSidecar(each)).map((each) => of(each)));
  const largest = Math.max(0, ...starting.filter((each) => !isSidecar(each)).map((each) => of(each)));
  return sidecars + Math.max(largest, sum(spec.containers.map((each) => of(each))));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** A limit without a request is the request, too. */
function amountOf(
  { resources: { requests = {}, limits = {} } = {} }: Container,
  { group, name }: { readonly group: string; readonly name: string },
  defaults: ContainerDefaults,
): number {
  const amount =
    group === "limits"
      ? (limits[name] ?? defaults.default[name])
      : (requests[name] ?? limits[name] ?? defaults.defaultRequest[name]);
  return amount === undefined ? Infinity : parseQuantity(amount);
}
