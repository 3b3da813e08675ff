import { CanaryError, nearest } from "@canary/core";
import { readDelivery } from "./read-applications.ts";
import type { ApplicationStatus, Delivery } from "./read-applications.ts";
import type { Target } from "./target.ts";

/** Every Application, or those of one project. Throws CANARY_VALUE_UNKNOWN for a project that Argo CD does not have. */
export async function readProjectApplications(
  target: Target,
  project: string | undefined,
): Promise<readonly ApplicationStatus[]> {
  return ofProject(await readDelivery(target), project);
}

/** As `readProjectApplications`, while the root Application may not have made the project yet. */
export async function readGrowingApplications(
  target: Target,
  project: string | undefined,
): Promise<readonly ApplicationStatus[]> {
  const delivery = await readDelivery(target);
  const isGrowing = delivery.applications.find(({ name }) => name === "root")?.sync !== "Synced";
  return ofProject(isGrowing && project !== undefined ? withProject(delivery, project) : delivery, project);
}

function withProject(delivery: Delivery, project: string): Delivery {
  return { ...delivery, projects: [...delivery.projects, project] };
}

function ofProject(
  { applications, projects }: Delivery,
  project: string | undefined,
): readonly ApplicationStatus[] {
  if (project === undefined) return applications;
  const wanted = applications.filter((each) => each.project === project);
  if (wanted.length > 0 || projects.includes(project)) return wanted;
  const like = nearest(project, projects)[0];
  throw new CanaryError(`Argo CD has no project "${project}"`, {
    code: "CANARY_VALUE_UNKNOWN",
    hint: `${like === undefined ? "" : `Did you mean ${like}? `}Known: ${projects.join(", ") || "none"}.`,
    details: { project, known: projects },
  });
}
