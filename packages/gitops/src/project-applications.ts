import { CanaryError, nearest } from "@canary/core";
import { readDelivery } from "./read-applications.ts";
import type { Delivery } from "./read-applications.ts";
import type { Target } from "./target.ts";

/**
 * What Argo CD has, its `applications` those of one project when one is named. Throws CANARY_VALUE_UNKNOWN for a project that
 * Argo CD does not have.
 */
export async function readDeliveryOf(target: Target, project: string | undefined): Promise<Delivery> {
  return ofProject(await readDelivery(target), project);
}

/** As `readDeliveryOf`, while the root Application may not have made the project yet. */
export async function readGrowingDeliveryOf(target: Target, project: string | undefined): Promise<Delivery> {
  const delivery = await readDelivery(target);
  const isGrowing = delivery.root?.sync !== "Synced";
  return ofProject(isGrowing && project !== undefined ? withProject(delivery, project) : delivery, project);
}

function withProject(delivery: Delivery, project: string): Delivery {
  return { ...delivery, projects: [...delivery.projects, project] };
}

function ofProject(delivery: Delivery, project: string | undefined): Delivery {
  const { applications, projects } = delivery;
  if (project === undefined) return delivery;
  const wanted = applications.filter((each) => each.project === project);
  if (wanted.length > 0 || projects.includes(project)) return { ...delivery, applications: wanted };
  const like = nearest(project, projects)[0];
  throw new CanaryError(`Argo CD has no project "${project}"`, {
    code: "CANARY_VALUE_UNKNOWN",
    hint: `${like === undefined ? "" : `Did you mean ${like}? `}Known: ${projects.join(", ") || "none"}.`,
    details: { project, known: projects },
  });
}
