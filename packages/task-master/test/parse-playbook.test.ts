import { describe, expect, test } from "vitest";
import { parseDuration } from "../src/playbook/duration.ts";
import { parsePlaybook } from "../src/index.ts";

function findings(tasks: string): string[] {
  const text = `apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n${tasks}`;
  return parsePlaybook(text, "p.yaml").diagnostics.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
}

describe("a playbook", () => {
  test("gives entries with every limit in milliseconds", () => {
    const { playbook, diagnostics } = parsePlaybook(
      `apiVersion: canary.dev/v1
kind: Playbook
tasks:
  infra-cluster:
    resources: [cluster]
    needs: [terraform]
    timeout: 45m
    retry: { attempts: 4 }
    check: [{ command: { argv: [canary, cluster, status] } }]
    run:
      - terraform: { root: infra, command: apply, variables: { name: demo }, replace: [module.a] }
    verify:
      - name: it answers
        wait: { for: { kubectl: { arguments: [get, nodes] } }, timeout: 60s }
`,
      "p.yaml",
    );
    expect(diagnostics).toEqual([]);
    expect(playbook?.tasks["infra-cluster"]).toMatchObject({
      timeout: 2_700_000,
      run: [{ action: { kind: "terraform", root: "infra", command: "apply" } }],
      verify: [
        {
          name: "it answers",
          action: { kind: "wait", timeout: 60_000, for: { action: { kind: "kubectl" } } },
        },
      ],
    });
  });

  test.each([
    ["  a:\n    run: [{command: {argv: [x]}}]\n    runn: []\n", /^6:5 tasks\.a: Unknown key "runn"/],
    [
      "  a:\n    run:\n      - command: {argv: [x]}\n        kubectl: {arguments: [get]}\n",
      /^6:9 .*found kubectl and command/,
    ],
    ["  a:\n    run:\n      - name: nothing\n", /^6:9 .*exactly one of .*found none/],
    ["  a:\n    timeout: soon\n    run: [{command: {argv: [x]}}]\n", /^5:14 .*"soon" is no duration/],
    [
      "  a:\n    run:\n      - command: {argv: [x], expect: {matches: '('}}\n",
      /^6:48 .*no valid regular expression/,
    ],
    [
      "  a:\n    verify:\n      - kubectl: {arguments: [-n, x, delete, pod]}\n",
      /^6:9 .*kubectl delete changes things; verify only reads/,
    ],
    [
      "  a:\n    check:\n      - terraform: {root: r, command: apply}\n    run: []\n    verify: [{command: {argv: [x]}}]\n",
      /^6:9 .*terraform apply changes things; check only reads/,
    ],
    ["  a: {check: []}\n", /^4:6 .*needs run or verify/],
    ["  a:\n    run: [{command: {argv: [x, 5]}}]\n", /^5:32 .*expected string/i],
  ])("refuses, with its place: %j", (tasks, expected) => {
    expect(findings(tasks)[0]).toMatch(expected);
  });
});

test.each([
  ["500ms", 500],
  ["30s", 30_000],
  ["1h30m", 5_400_000],
  ["1.5s", 1500],
  ["", undefined],
  ["30", undefined],
  ["-1s", undefined],
  ["1 s", undefined],
])("the duration %j is %s", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});
