import { describe, expect, it } from "vitest";
import { BUILD_PARTS, PLATFORM_PARTS } from "../src/build/build-targets.ts";
import { selectTargets } from "../src/build/select-targets.ts";
import type { BuildSelection } from "../src/build/select-targets.ts";

const names = (selection?: BuildSelection): readonly string[] =>
  selectTargets(selection).map(({ name }) => name);

describe("selectTargets", () => {
  it("gives what every cluster needs, and nothing of the platform, when nothing is asked for", () => {
    expect(names()).toEqual(
      expect.arrayContaining(["helper", "kube", "coredns-image", "argo-rollouts-image"]),
    );
    expect(names()).not.toContain("argocd");
  });

  it("gives a part with all that its images are made of", () => {
    expect(names(["argocd"])).toEqual([
      "helper",
      "debian",
      "argocd",
      "kustomize",
      "helm",
      "argocd-image",
      "redis-image",
      "argocd-manifest",
    ]);
  });

  it("understands platform as every part that only a platform needs", () => {
    expect(names(["platform"])).toEqual(names(PLATFORM_PARTS));
    const ofPlatform = BUILD_PARTS.filter(({ isInEveryCluster }) => !isInEveryCluster);
    const expected = ofPlatform.flatMap(({ targets }) => targets.map(({ name }) => name));
    expect(names(["platform"])).toEqual(expect.arrayContaining(expected));
  });

  it("gives every manifest, of every part, where images are pulled", () => {
    expect(names("manifests")).toEqual(expect.arrayContaining(["argo-rollouts-manifest", "argocd-manifest"]));
    expect(selectTargets("manifests").every(({ kind }) => kind === "manifest")).toBe(true);
  });

  it("refuses an unknown part and names the nearest", () => {
    expect(() => selectTargets(["argcd"])).toThrow(
      expect.objectContaining({ code: "CANARY_USAGE", hint: expect.stringContaining("argocd") as string }),
    );
  });
});
