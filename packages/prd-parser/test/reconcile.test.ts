import type { PrdTask } from "@canary/core";
import { describe, expect, it } from "vitest";
import { LIKENESS_THRESHOLD, parsePrdText, reconcile } from "../src/index.ts";

function tasksOf(...lines: readonly string[]): readonly PrdTask[] {
  return parsePrdText(lines.join("\n"), { file: "prd.md" }).document.tasks;
}

const HEADING = "## Phase 1: Infra";
const OTHER_HEADING = "## Phase 2: Shop";

function summary(previous: readonly PrdTask[], next: readonly PrdTask[]): readonly string[] {
  const result = reconcile(previous, next);
  return [
    ...result.matches.map(
      ({ id, how, change }, index) => `${result.tasks[index]?.title}: ${id} by ${how}, ${change}`,
    ),
    ...result.removed.map((id) => `removed ${id}`),
  ];
}

describe("reconcile", () => {
  it("keeps everything of a document that did not change", () => {
    const tasks = tasksOf(HEADING, "", "- [ ] Make a cluster", "- [x] Use it {#use}");
    expect(summary(tasks, tasks)).toEqual([
      "Make a cluster: infra-make-a-cluster by id, kept",
      "Use it: use by id, kept",
    ]);
  });

  it("follows an explicit id through any change of title and phase", () => {
    const previous = tasksOf(HEADING, "", "- [ ] Make a cluster {#c}");
    const next = tasksOf(OTHER_HEADING, "", "- [ ] Something else entirely {#c}");
    expect(summary(previous, next)).toEqual(["Something else entirely: c by id, renamed"]);
  });

  it("lets an explicit id win over an equal title", () => {
    const previous = tasksOf(HEADING, "", "- [ ] Make a cluster {#c}");
    const next = tasksOf(HEADING, "", "- [ ] Make a cluster {#d}");
    expect(summary(previous, next)).toEqual(["Make a cluster: d by new, added", "removed c"]);
  });

  it("keeps the id of an item whose explicit id was taken out", () => {
    const previous = tasksOf(HEADING, "", "- [ ] Make a cluster {#c}");
    const next = tasksOf(HEADING, "", "- [ ] Make a cluster");
    expect(summary(previous, next)).toEqual(["Make a cluster: c by title, kept"]);
  });

  it("recognises a moved item by its title", () => {
    const previous = tasksOf(HEADING, "", "- [ ] Make a cluster", "", OTHER_HEADING, "", "- [ ] Sell");
    const next = tasksOf(HEADING, "", "- [ ] Sell", "", OTHER_HEADING, "", "- [ ] Make a cluster");
    expect(summary(previous, next)).toEqual([
      "Sell: shop-sell by title, moved",
      "Make a cluster: infra-make-a-cluster by title, moved",
    ]);
  });

  it("recognises a reworded item by likeness, and says how alike it is", () => {
    const previous = tasksOf(HEADING, "", "- [ ] Install the Argo CD server", "- [ ] Write the guide");
    const next = tasksOf(HEADING, "", "- [ ] Write the guide", "- [ ] Install Argo CD server and CLI");
    const result = reconcile(previous, next);
    expect(summary(previous, next)[1]).toBe(
      "Install Argo CD server and CLI: infra-install-the-argo-cd-server by likeness, renamed",
    );
    expect(result.matches[1]?.likeness).toBeGreaterThanOrEqual(LIKENESS_THRESHOLD);
    expect(result.removed).toEqual([]);
  });

  it("takes an item with little in common for a new one", () => {
    const previous = tasksOf(HEADING, "", "- [ ] Install Argo CD");
    const next = tasksOf(HEADING, "", "- [ ] Install cert-manager with a private issuer");
    expect(summary(previous, next)).toEqual([
      "Install cert-manager with a private issuer: infra-install-cert-manager-evgc by new, added".replace(
        "infra-install-cert-manager-evgc",
        next[0]?.id ?? "",
      ),
      "removed infra-install-argo-cd",
    ]);
  });

  it("never gives a new item an id that an older one carries on", () => {
    const first = tasksOf(HEADING, "", "- [ ] Install Argo CD");
    const renamed = reconcile(first, tasksOf(HEADING, "", "- [ ] Install Argo CD now")).tasks;
    const next = tasksOf(HEADING, "", "- [ ] Install Argo CD now", "- [ ] Install Argo CD");
    expect(reconcile(renamed, next).tasks.map(({ id, title }) => [id, title])).toEqual([
      ["infra-install-argo-cd", "Install Argo CD now"],
      ["infra-install-argo-cd-2", "Install Argo CD"],
    ]);
  });

  it("rewrites dependencies to the ids that were carried over", () => {
    const previous = tasksOf(HEADING, "", "- [ ] Make a cluster", "- [ ] Use");
    const next = tasksOf(
      HEADING,
      "",
      "- [ ] Make one cluster",
      "- [ ] Use (depends on infra-make-one-cluster)",
    );
    expect(reconcile(previous, next).tasks[1]?.dependencies).toEqual(["infra-make-a-cluster"]);
  });

  it("keeps an equal title apart by its section", () => {
    const document = (a: string, b: string): readonly PrdTask[] =>
      tasksOf(HEADING, "", `### ${a}`, "- [ ] Test", `### ${b}`, "- [ ] Test");
    const previous = document("A", "B");
    const result = reconcile(previous, document("B", "A"));
    expect(result.tasks.map(({ id }) => id)).toEqual(["infra-test-2", "infra-test"]);
  });
});
