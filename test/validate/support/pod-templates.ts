import { isRecord } from "./is-record.ts";

interface EmbeddedPod {
  readonly apiVersion: "v1";
  readonly kind: "Pod";
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: unknown;
}

/**
 * The pods that an object of Argo's makes, as Pods of their own: its definition lets any field pass in parts of a pod's template
 * (volumes, resources, affinity), which the API server's schema of a Pod does not.
 */
export function podsOfTemplates(object: unknown): readonly EmbeddedPod[] {
  if (!isRecord(object) || !String(object["apiVersion"]).startsWith("argoproj.io/")) return [];
  const { name } = isRecord(object["metadata"]) ? object["metadata"] : {};
  return templatesIn(object["spec"]).map(({ metadata, spec }) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...(isRecord(metadata) ? metadata : {}), name },
    spec,
  }));
}

type Template = Readonly<Record<string, unknown>>;

/** In a Rollout it is `template`, in an Experiment one of `templates`, in an analysis that of a Job. */
function templatesIn(value: unknown): readonly Template[] {
  if (Array.isArray(value)) return value.flatMap((each) => templatesIn(each));
  if (!isRecord(value)) return [];
  const { template, ...others } = value;
  const isOfPod = isRecord(template) && isRecord(template["spec"]) && "containers" in template["spec"];
  return [...(isOfPod ? [template] : templatesIn(template)), ...templatesIn(Object.values(others))];
}
