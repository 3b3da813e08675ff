import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { syncVerdict } from "../../packages/gitops/src/sync-windows.ts";
import { ROOT } from "../support/markdown.ts";
import { applicationsIn, projectsIn } from "./support/argocd-objects.ts";
import type { Application, ProjectSpec } from "./support/argocd-objects.ts";
import { renderAll } from "./support/rendered-sets.ts";

describe("sync windows", () => {
  let projects: ReadonlyMap<string, ProjectSpec> = new Map();
  let applications: readonly Application[] = [];
  beforeAll(async () => {
    const objects = await renderAll((name) => name === "argocd/root/overlays/remote");
    projects = projectsIn(objects);
    applications = applicationsIn(objects);
  });

  /** Applications of each project, those that are there and those of which PRD.md names the namespace. */
  const HELD: readonly (readonly [project: string, application: string, namespace: string])[] = [
    ["podinfo", "podinfo-prod", "podinfo-prod"],
    ["rollouts", "blue-green-app", "canary-blue-green"],
    ["rollouts", "canary-app", "canary-canary"],
    ["orchestrator", "orchestrator", "orchestrator"],
  ];

  describe.each(HELD)("of %s hold %s in %s", (project, name, namespace) => {
    it.each([
      ["Friday 17:59", "2026-11-20T17:59:00Z", true],
      ["Friday 18:00", "2026-11-20T18:00:00Z", false],
      ["Sunday noon", "2026-11-22T12:00:00Z", false],
      ["Monday 05:59", "2026-11-23T05:59:00Z", false],
      ["Monday 06:00", "2026-11-23T06:00:00Z", true],
    ])("on %s", (_, time, automatic) => {
      const windows = projects.get(project)?.syncWindows ?? [];
      const verdict = syncVerdict(windows, { name, namespace }, new Date(time));
      expect(verdict).toMatchObject({ automatic, manual: true });
    });
  });

  it("each select by a namespace that an Application has, or that PRD.md gives to one", () => {
    const planned =
      readFileSync(join(ROOT, "PRD.md"), "utf8").match(/(?<=[Nn]amespace `)[a-z-]+(?=`)/g) ?? [];
    for (const [name, { syncWindows, destinations }] of projects) {
      const own = applications.filter(({ spec }) => spec.project === name);
      const known = new Set([...planned, ...own.map(({ spec }) => spec.destination.namespace)]);
      const selected = syncWindows.flatMap(({ namespaces = [] }) => namespaces);
      expect(selected.filter((namespace) => !known.has(namespace))).toEqual([]);
      const allowed = destinations.map(({ namespace }) => namespace);
      expect(selected.filter((namespace) => !allowed.includes(namespace))).toEqual([]);
      const held = HELD.filter(([project]) => project === name).map(([, , namespace]) => namespace);
      expect(selected.toSorted()).toEqual(held.toSorted());
    }
  });

  it("do not hold podinfo in dev and staging", () => {
    const windows = projects.get("podinfo")?.syncWindows ?? [];
    const held = applications
      .filter(({ spec }) => spec.project === "podinfo")
      .filter(({ name, spec }) => {
        const application = { name, namespace: spec.destination.namespace };
        return !syncVerdict(windows, application, new Date("2026-11-22T12:00:00Z")).automatic;
      });
    expect(held.map(({ name }) => name)).toEqual(["podinfo-prod"]);
  });

  it.each(["argocd/root/overlays/local", "argocd/root/overlays/remote without sync windows"])(
    "are not in %s, and nowhere in the platform",
    async (set) => {
      expect(projects.get("platform")?.syncWindows).toEqual([]);
      const without = projectsIn(await renderAll((name) => name === set));
      expect([...without.values()].flatMap(({ syncWindows }) => syncWindows)).toEqual([]);
    },
  );
});
