import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTaskGraph, findCycle, orderByDependencies } from "@canary/core";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parsePrdText } from "../packages/prd-parser/src/index.ts";
import { ROOT } from "./support/markdown.ts";

const { document, diagnostics } = parsePrdText(readFileSync(join(ROOT, "PRD.md")), { file: "PRD.md" });
const tasks = document.tasks.filter(({ kind }) => kind === "task");

/** Each phase of the plan by the prefix of its tasks' ids. */
const PREFIXES = ["infra", "bg", "canary", "podinfo", "orch", "tasks", "obs", "docs", "val"];

const phases = document.phases.map((phase, at) => ({ ...phase, prefix: PREFIXES[at] ?? "" }));

describe("PRD.md", () => {
  it("is read without a finding", () => {
    expect(diagnostics).toEqual([]);
    expect(document.tasks.filter(({ kind }) => kind === "fragment")).toEqual([]);
  });

  it("has nine phases, each with a priority", () => {
    expect(phases.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(phases.filter(({ priority }) => priority === null)).toEqual([]);
  });

  it.each(phases)("phase $number has tasks with ids of their own and criteria", ({ id, prefix }) => {
    const own = tasks.filter(({ phase }) => phase === id);
    expect(own).not.toEqual([]);
    expect(own.filter((task) => !task.id.startsWith(`${prefix}-`))).toEqual([]);
    expect(document.tasks.some(({ phase, kind }) => phase === id && kind === "criterion")).toBe(true);
  });

  it("can be worked on in an order that its dependencies allow", () => {
    const known = new Set(tasks.map(({ id }) => id));
    expect(known.size).toBe(tasks.length);
    expect(tasks.flatMap(({ dependencies }) => dependencies).filter((id) => !known.has(id))).toEqual([]);
    expect(findCycle(createTaskGraph(tasks))).toBeUndefined();
  });

  it("has the ten sections of blue-green and the eleven of canary delivery", () => {
    const sectionsOf = (prefix: string): number => {
      const phase = phases.find((each) => each.prefix === prefix)?.id;
      return new Set(tasks.filter((task) => task.phase === phase).map(({ section }) => section.at(-1))).size;
    };
    expect([sectionsOf("bg"), sectionsOf("canary")]).toEqual([10, 11]);
  });

  it("has a playbook entry for each task of phase infra, in the order in which they run", () => {
    const playbook = parse(readFileSync(join(ROOT, "playbooks/infra.yaml"), "utf8")) as { tasks: object };
    const infra = tasks.filter(({ id }) => id.startsWith("infra-"));
    expect(orderByDependencies(infra).map(({ id }) => id)).toEqual(Object.keys(playbook.tasks));
  });
});
