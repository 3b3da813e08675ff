import { ARGOCD_NAMESPACE } from "./places.ts";
import { kubectl, tryKubectl } from "./target.ts";
import type { Target } from "./target.ts";

const KINDS = "applications.argoproj.io,applicationsets.argoproj.io,appprojects.argoproj.io";
const LIMIT = "--timeout=180s";

/**
 * Lets a namespace of Argo CD that somebody deleted go: its objects wait for a controller that is gone with it, and until then
 * nothing can be made there. What the Applications installed stays. Throws CANARY_TOOL_FAILED.
 */
export async function finishDeletion(target: Target): Promise<void> {
  const phase = [
    "get",
    "namespace",
    ARGOCD_NAMESPACE,
    "--ignore-not-found",
    "-o",
    "jsonpath={.status.phase}",
  ];
  if ((await kubectl(target, phase)) !== "Terminating") return;
  const inside = ["-n", ARGOCD_NAMESPACE];
  const list = await tryKubectl(target, [...inside, "get", KINDS, "-o", "name"]);
  const names = list.stdout.split("\n").filter((name) => name !== "");
  // One that is gone by now needs no patch; what else is in the way is said by the wait.
  const released = `-p={"metadata":{"finalizers":null}}`;
  for (const name of names) await tryKubectl(target, [...inside, "patch", name, "--type=merge", released]);
  await kubectl(target, ["wait", "--for=delete", `namespace/${ARGOCD_NAMESPACE}`, LIMIT]);
}
