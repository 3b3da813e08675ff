import { CanaryError } from "@canary/core";
import { FOLDERS } from "./places.ts";
import { kubectl } from "./target.ts";
import type { Target } from "./target.ts";

interface KubeObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly items?: readonly KubeObject[];
}

const [LABEL, VALUE] = ["app.kubernetes.io/part-of", "canary"];

/**
 * Of the namespaces that the commit would make, those that are there already have the platform's label: what others run in a
 * namespace of the same name would be taken over. Throws CANARY_GITOPS_NAMESPACE_TAKEN, CANARY_TOOL_FAILED.
 */
export async function requireOwnNamespaces(target: Target, tree: string): Promise<void> {
  const question = ["get", "-k", `${tree}/${FOLDERS.namespaces}`, "--ignore-not-found", "-o", "json"];
  const taken = objectsIn(await kubectl(target, question))
    .filter(({ kind, metadata }) => kind === "Namespace" && metadata.labels?.[LABEL] !== VALUE)
    .map(({ metadata }) => metadata.name);
  if (taken.length === 0) return;
  const what = taken.length === 1 ? "a namespace" : "namespaces";
  throw new CanaryError(`the cluster has ${what} of others under the platform's names: ${taken.join(", ")}`, {
    code: "CANARY_GITOPS_NAMESPACE_TAKEN",
    hint: `Nothing was changed. Take another cluster; or, where the platform is meant to take them over with all that runs there: \`kubectl label namespace ${taken.join(" ")} ${LABEL}=${VALUE}\`, then run this again.`,
    details: { namespaces: taken },
  });
}

/** kubectl prints nothing for no object, one for itself, and several as a list. */
function objectsIn(output: string): readonly KubeObject[] {
  if (output.trim() === "") return [];
  const object = JSON.parse(output) as KubeObject;
  return object.items ?? [object];
}
