import { readdirSync } from "node:fs";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";
import { collectPrivateOutput } from "../src/run/collect-private-output.ts";

const BEGIN = "$ tool\n";
let workspace: Workspace;

beforeEach(() => {
  workspace = createWorkspace();
  workspace.write("logs/a.log", `${BEGIN}copied\n`);
});
afterEach(() => workspace.remove());

function collect(): string {
  collectPrivateOutput(workspace.path("logs"), ["hush-hush"]);
  expect(readdirSync(workspace.path("logs"))).toEqual(["a.log"]);
  return workspace.read("logs/a.log");
}

test("an unfinished line goes behind its log, masked", () => {
  workspace.write("logs/a.log.private.stdout", "half of hush-hush");
  expect(collect()).toBe(`${BEGIN}copied\nhalf of ***\n`);
});

test.each([
  ["before the log was written", `${BEGIN}copied\n`],
  ["after it", `${BEGIN}copied\nhalf of ***\n`],
])("an unfinished line is there once where collecting it was cut short %s", (_, log) => {
  workspace.write("logs/a.log", log);
  workspace.write(`logs/a.log.private.${BEGIN.length + "copied\n".length}.rest`, "half of hush-hush");
  expect(collect()).toBe(`${BEGIN}copied\nhalf of ***\n`);
});

test("where all of the output is in private files, nothing is there twice", () => {
  workspace.write(`logs/a.log.private.${BEGIN.length}.stdout`, "copied\nhalf of hush-hush");
  workspace.write(`logs/a.log.private.${BEGIN.length}.stderr`, "");
  workspace.write("logs/a.log.private.stdout", "half of");
  expect(collect()).toBe(`${BEGIN}copied\nhalf of ***\n`);
});

test("output of a process that never began is nothing", () => {
  workspace.write(`logs/a.log.private.${BEGIN.length}.stdout`, "");
  expect(collect()).toBe(`${BEGIN}copied\n`);
});
