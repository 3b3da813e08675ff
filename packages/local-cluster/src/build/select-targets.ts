import { CanaryError, nearest } from "@canary/core";
import { needsOf } from "./build-key.ts";
import type { BuildTarget } from "./build-target.ts";
import { BUILD_PARTS, BUILD_TARGETS, PLATFORM_PARTS } from "./build-targets.ts";

/**
 * Which targets a build has: those of every cluster when left out; those of the named parts (`platform` names all that only a
 * platform needs) with all that they are made of; or every manifest and nothing else, for a cluster that pulls its images.
 */
export type BuildSelection = readonly string[] | "manifests";

/** The targets of a selection, in the order of the table. Throws CANARY_USAGE for an unknown part. */
export function selectTargets(
  selection: BuildSelection | undefined,
  table?: readonly BuildTarget[],
): readonly BuildTarget[] {
  if (selection === "manifests") {
    return (table ?? BUILD_TARGETS).filter(({ kind }) => kind === "manifest");
  }
  if (table !== undefined) return table;
  if (selection === undefined) {
    return BUILD_PARTS.filter((part) => part.isInEveryCluster).flatMap(({ targets }) => targets);
  }
  return withNeeds(new Set(expandParts(selection).flatMap(targetNamesOf)));
}

/** Part names, with `platform` written out; each once. Throws CANARY_USAGE for an unknown one. */
export function expandParts(names: readonly string[]): readonly string[] {
  const known = BUILD_PARTS.map(({ name }) => name);
  const expanded = names.flatMap((name) => (name === "platform" ? PLATFORM_PARTS : [name]));
  const unknown = expanded.find((name) => !known.includes(name));
  if (unknown === undefined) return [...new Set(expanded)];
  throw new CanaryError(`"${unknown}" is no part that can be built`, {
    code: "CANARY_USAGE",
    hint: `Use ${nearest(unknown, known)[0] ?? `platform, or one of ${known.join(", ")}`}.`,
  });
}

function targetNamesOf(part: string): readonly string[] {
  return BUILD_PARTS.find(({ name }) => name === part)?.targets.map(({ name }) => name) ?? [];
}

/** Each target stands behind those that it is made of: one walk backwards finds them all. */
function withNeeds(names: Set<string>): readonly BuildTarget[] {
  for (const target of BUILD_TARGETS.toReversed()) {
    if (target.kind === "image" && names.has(target.name)) {
      for (const need of needsOf(target)) names.add(need);
    }
  }
  return BUILD_TARGETS.filter(({ name }) => names.has(name));
}
