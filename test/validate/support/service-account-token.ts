import * as z from "zod";
import type { KubernetesObject, Workload } from "./kubernetes-object.ts";

const accountSchema = z.object({ automountServiceAccountToken: z.boolean().optional() });

const projectedSchema = z.object({
  volumes: z
    .array(
      z.object({
        projected: z
          .object({ sources: z.array(z.looseObject({ serviceAccountToken: z.unknown() }).partial()) })
          .optional(),
      }),
    )
    .default([]),
});

/** The service account of a workload's pods, as `namespace/name`. */
export function accountOf({ namespace, template }: Workload): string {
  return `${namespace}/${template.spec.serviceAccountName ?? "default"}`;
}

/**
 * Whether a workload's pods, and so each of their containers, also those of the start, have a token for the API server: mounted
 * unless the pod, or else its account among these objects, declines it; or by a volume of its own.
 */
export function hasToken(workload: Workload, objects: readonly KubernetesObject[]): boolean {
  const { spec } = workload.template;
  const isProjected = projectedSchema
    .parse(spec)
    .volumes.some(({ projected }) =>
      projected?.sources.some(({ serviceAccountToken }) => serviceAccountToken !== undefined),
    );
  if (isProjected) return true;
  const account = objects.find(
    ({ kind, metadata }) =>
      kind === "ServiceAccount" && `${metadata.namespace}/${metadata.name}` === accountOf(workload),
  );
  return (
    spec.automountServiceAccountToken ??
    (account === undefined ? true : (accountSchema.parse(account).automountServiceAccountToken ?? true))
  );
}
