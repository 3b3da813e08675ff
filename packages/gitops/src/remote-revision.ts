import { CanaryError } from "@canary/core";
import { pause } from "./pause.ts";
import { ARGOCD_NAMESPACE } from "./places.ts";
import { readDelivery } from "./read-applications.ts";
import type { ApplicationStatus, Delivery } from "./read-applications.ts";
import { kubectl } from "./target.ts";
import type { Target } from "./target.ts";

const REFRESH = "argocd.argoproj.io/refresh";
const REFRESH_LIMIT_MS = 120_000;
const EVERY_MS = 500;

interface Rooted extends Delivery {
  readonly root: ApplicationStatus;
}

/** What Argo CD has, the root Application in any case. Throws CANARY_GITOPS_NOT_INSTALLED, CANARY_TOOL_FAILED. */
export async function readRooted(target: Target): Promise<Rooted> {
  const delivery = await readDelivery(target);
  if (delivery.root === undefined) throw noRoot(target);
  return { ...delivery, root: delivery.root };
}

/** Without it nothing is delivered. */
export function noRoot({ bootstrapCommand }: Target): CanaryError {
  return new CanaryError("Argo CD has no root Application", {
    code: "CANARY_GITOPS_NOT_INSTALLED",
    hint: `Run \`${bootstrapCommand}\`, which makes it.`,
  });
}

/**
 * Has Argo CD ask the repository for every Application now instead of within the next minute, and returns the root Application
 * after that. Throws CANARY_GITOPS_NOT_INSTALLED, CANARY_GITOPS_TIMED_OUT, CANARY_TOOL_FAILED.
 */
export async function refreshApplications(target: Target): Promise<ApplicationStatus> {
  const every = ["-n", ARGOCD_NAMESPACE, "applications.argoproj.io", "--all"];
  await kubectl(target, ["annotate", ...every, `${REFRESH}=normal`, "--overwrite"]);
  const application = ["-n", ARGOCD_NAMESPACE, "application", "root"];
  // The controller takes the annotation away when it has compared.
  const annotation = `jsonpath={.metadata.annotations.${REFRESH.replaceAll(".", "\\.")}}`;
  const deadline = Date.now() + REFRESH_LIMIT_MS;
  while ((await kubectl(target, ["get", ...application, "-o", annotation])) !== "") {
    if (Date.now() > deadline) throw notRefreshed();
    await pause(EVERY_MS, target.signal);
  }
  return (await readRooted(target)).root;
}

function notRefreshed(): CanaryError {
  return new CanaryError(`Argo CD has not asked the repository within ${REFRESH_LIMIT_MS / 1000} s`, {
    code: "CANARY_GITOPS_TIMED_OUT",
    hint: "See why: `kubectl -n argocd logs statefulset/argocd-application-controller`.",
  });
}
