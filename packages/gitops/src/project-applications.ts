import { CanaryError, nearest } from "@canary/core";
import { ARGOCD_NAMESPACE } from "./places.ts";
import { readApplications } from "./read-applications.ts";
import type { ApplicationStatus } from "./read-applications.ts";
import { kubectl } from "./target.ts";
import type { Target } from "./target.ts";

/** Every Application, or those of one project. Throws CANARY_VALUE_UNKNOWN for a project that Argo CD does not have. */
export async function readProjectApplications(
  target: Target,
  project: string | undefined,
): Promise<readonly ApplicationStatus[]> {
  const wanted = ofProject(await readApplications(target), project);
  if (project !== undefined && wanted.length === 0) await requireProject(target, project);
  return wanted;
}

/** As `readProjectApplications`, while the root Application may not have made the project yet. */
export async function readGrowingApplications(
  target: Target,
  project: string | undefined,
): Promise<readonly ApplicationStatus[]> {
  const all = await readApplications(target);
  const wanted = ofProject(all, project);
  const isGrowing = all.find(({ name }) => name === "root")?.sync !== "Synced";
  if (project !== undefined && wanted.length === 0 && !isGrowing) await requireProject(target, project);
  return wanted;
}

function ofProject(
  applications: readonly ApplicationStatus[],
  project: string | undefined,
): readonly ApplicationStatus[] {
  return project === undefined ? applications : applications.filter((each) => each.project === project);
}

async function requireProject(target: Target, project: string): Promise<void> {
  const names = "jsonpath={range .items[*]}{.metadata.name}{'\\n'}{end}";
  const args = ["-n", ARGOCD_NAMESPACE, "get", "appprojects.argoproj.io", "-o", names];
  const known = (await kubectl(target, args)).split("\n").filter((name) => name !== "");
  if (known.includes(project)) return;
  const like = nearest(project, known)[0];
  throw new CanaryError(`Argo CD has no project "${project}"`, {
    code: "CANARY_VALUE_UNKNOWN",
    hint: `${like === undefined ? "" : `Did you mean ${like}? `}Known: ${known.join(", ") || "none"}.`,
    details: { project, known },
  });
}
