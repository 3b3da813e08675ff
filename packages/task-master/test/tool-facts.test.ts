import { describe, expect, test } from "vitest";
import { mannersOf, signalFor } from "../src/process/tool-manners.ts";
import { kubectlChanged } from "../src/step/kubectl-changed.ts";

test("tools that own state are never killed and are spared a hang-up", () => {
  for (const tool of ["terraform", "/usr/local/bin/terraform", "helm"]) {
    expect(mannersOf(tool)).toEqual({ ownsState: true, graceMs: Number.POSITIVE_INFINITY });
    expect(signalFor(mannersOf(tool), "SIGHUP")).toBe("SIGTERM");
  }
  expect(signalFor(mannersOf("kubectl"), "SIGHUP")).toBe("SIGHUP");
});

describe("kubectl changed something", () => {
  test.each([
    [["kubectl", "apply", "-f", "x"], "namespace/a unchanged\ndeployment.apps/b unchanged\n", false],
    [["kubectl", "apply", "-f", "x"], "namespace/a unchanged\ndeployment.apps/b configured\n", true],
    [["kubectl", "apply", "--server-side", "-f", "x"], "namespace/a serverside-applied\n", true],
    [["kubectl", "delete", "--ignore-not-found", "-f", "x"], "", false],
    [["kubectl", "delete", "--ignore-not-found", "-f", "x"], 'pod "a" deleted\n', true],
    [["kubectl", "patch", "x"], "", true],
  ])("%j printing %j: %s", (argv, stdout, expected) => {
    expect(kubectlChanged(argv, stdout)).toBe(expected);
  });
});
