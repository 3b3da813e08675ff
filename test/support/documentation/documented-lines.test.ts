import { expect, it } from "vitest";
import { documentedLines, linesOf } from "./documented-lines.ts";
import { ELSEWHERE, fillIn } from "./run-line.ts";

it("a document's commands are those of its blocks, and code in sentences and tables that begins with a program", () => {
  const text = [
    'Take them out: `sudo env "PATH=$PATH" canary hosts --remove`.',
    "Run `canary gitops status`, or `kubectl get pods -A`. `canary run …` and `kubectl exec` and `canary` are names.",
    "| a | `canary gitops push --dry-run` |",
    "```sh",
    "sudo canary hosts --write   # why",
    "kubectl get \\",
    "  nodes",
    "```",
    "```yaml",
    "a: `canary gitops push`",
    "```",
  ].join("\n");
  expect(linesOf({ path: "x.md", text }).map((line) => line.text)).toEqual([
    "sudo canary hosts --write",
    "kubectl get nodes",
    'sudo env "PATH=$PATH" canary hosts --remove',
    "canary gitops status",
    "kubectl get pods -A",
    "canary gitops push --dry-run",
  ]);
});

it("there are many commands, each once, and each that another test runs is still among them", () => {
  const lines = documentedLines().map(({ text }) => text);
  expect(lines.length).toBeGreaterThan(80);
  expect(new Set(lines).size).toBe(lines.length);
  expect(ELSEWHERE.filter(([pattern]) => !lines.some((line) => pattern.test(line)))).toEqual([]);
});

it("nothing in capitals is left when a line is typed", () => {
  const typed = documentedLines()
    .map(({ text }) => text)
    .filter((text) => !ELSEWHERE.some(([pattern]) => pattern.test(text)))
    .map((text) => fillIn(text, "a-pod", "practice"));
  expect(typed.filter((text) => /^(kubectl|canary|argocd) .*(?<=[ =/])[A-Z]{3,}(?= |$)/.test(text))).toEqual(
    [],
  );
});
