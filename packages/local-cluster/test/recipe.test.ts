import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { needsOf } from "../src/build/build-key.ts";
import { BUILD_TARGETS } from "../src/build/build-targets.ts";
import { COREDNS_IMAGE } from "../src/build/targets/coredns.ts";
import { PAUSE_IMAGE } from "../src/build/targets/pause.ts";
import { planAddresses } from "../src/cluster/address-plan.ts";
import { clusterPaths } from "../src/cluster/cluster-paths.ts";
import { renderTemplate, templateValues } from "../src/cluster/node-config.ts";

const RECIPE = path.resolve(import.meta.dirname, "../../../infra/local-cluster");
const read = (...parts: string[]): string => readFileSync(path.join(RECIPE, ...parts), "utf8");
const node = { clusterName: "demo", nodeName: "canary-demo", plan: planAddresses(0) };
const values = { ...templateValues(node, clusterPaths("/state")), CNI_PLUGINS: "/usr/lib/cni" };

describe("the recipe", () => {
  it("has a module with sums for each target", () => {
    const modules = new Set(BUILD_TARGETS.flatMap((target) => ("module" in target ? [target.module] : [])));
    expect([...modules].sort()).toEqual(readdirSync(path.join(RECIPE, "mod")).sort());
  });

  it("gives each target a name of its own, and each image a tag that is not latest", () => {
    const names = BUILD_TARGETS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const images = BUILD_TARGETS.flatMap((target) => (target.kind === "image" ? [target.image] : []));
    for (const image of images) expect(image).toMatch(/^[\w.-]+\.[a-z]+\/[\w./-]+:v?\d[\w.-]*$/);
  });

  it("builds everything before the images that are made of it", () => {
    const names = BUILD_TARGETS.map(({ name }) => name);
    const tooEarly = BUILD_TARGETS.filter(
      (target, index) =>
        target.kind === "image" && needsOf(target).some((need) => !names.slice(0, index).includes(need)),
    );
    expect(tooEarly).toEqual([]);
  });

  it("uses the images that are built", () => {
    const images = BUILD_TARGETS.flatMap((target) => (target.kind === "image" ? [target.image] : []));
    expect(images).toEqual(expect.arrayContaining([COREDNS_IMAGE, PAUSE_IMAGE]));
    expect(renderTemplate(read("node", "config", "containerd.toml"), values)).toContain(
      `sandbox_image = "${PAUSE_IMAGE}"`,
    );
    expect(renderTemplate(read("manifests", "coredns.yaml"), values)).toContain(`image: ${COREDNS_IMAGE}`);
  });

  it("renders each of its templates with the values there are", () => {
    const files = readdirSync(path.join(RECIPE, "node", "config"), { recursive: true, withFileTypes: true });
    const templates = files
      .filter((file) => file.isFile())
      .map((file) => path.join(file.parentPath, file.name));
    for (const template of [...templates, path.join(RECIPE, "manifests", "coredns.yaml")]) {
      expect(renderTemplate(readFileSync(template, "utf8"), values)).not.toContain("${");
    }
  });

  it("refuses a template with a name that has no value", () => {
    expect(() => renderTemplate("a ${NODE_IP} ${TYPO}", values)).toThrow("${TYPO}");
  });
});
