import { isCanaryError } from "@canary/core";
import { describe, expect, test } from "vitest";
import { isClusterAddress, planHash, planRun, showText } from "../src/index.ts";
import type { PlanContext, PlannedStep } from "../src/index.ts";
import { CONTEXT, playbook, task } from "./fixture.ts";

function plan(tasks: ReturnType<typeof task>[], entries: string, context: Partial<PlanContext> = {}) {
  return planRun(tasks, entries === "" ? [] : [playbook(entries)], { ...CONTEXT, ...context });
}

function argvOf(step: PlannedStep | undefined): string[] {
  return step !== undefined && "argv" in step.action ? step.action.argv.map(showText) : [];
}

function refusal(make: () => unknown) {
  try {
    make();
  } catch (error) {
    if (isCanaryError(error)) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const RUN = "run: [{command: {argv: [x]}}]";

describe("the order of a plan", () => {
  test("is by dependencies, then as in the document", () => {
    const tasks = [task("a", { after: ["d"] }), task("b"), task("c", { after: ["a"] }), task("d")];
    expect(plan(tasks, "  x: {run: [{command: {argv: [x]}}]}\n").tasks.map(({ id }) => id)).toEqual([
      "d",
      "a",
      "b",
      "c",
    ]);
  });

  test("for undo leaves out what has no undo and what a person did, and waits for what is built on it", () => {
    const done = { status: "completed" } as const;
    const tasks = [
      task("a", done),
      task("b", done),
      task("hand", done),
      task("later", { after: ["a"], ...done }),
    ];
    const entries = `  a: {${RUN}, undo: [{command: {argv: [undo-a]}}]}\n  b: {${RUN}}\n`;
    const undo = plan(tasks, entries, { direction: "undo", select: ["a", "b", "hand"] });
    expect(
      undo.tasks.map(({ id, skippedBecause, openOutside }) => [id, skippedBecause, openOutside]),
    ).toEqual([
      ["hand", "a person did it, and has to undo it", []],
      ["b", "its playbook entry has no undo", []],
      ["a", null, ["later"]],
    ]);
  });

  test("for undo leaves out what is pending, unless it was interrupted or the status tells of elsewhere", () => {
    const entries = `  a: {${RUN}, undo: [{command: {argv: [undo-a]}}]}\n`;
    const reasonOf = (context: Partial<PlanContext>): string | null | undefined =>
      plan([task("a")], entries, { direction: "undo", ...context }).tasks[0]?.skippedBecause;
    expect(reasonOf({})).toBe("it is pending: nothing of it is there");
    expect(reasonOf({ interrupted: new Set(["a"]) })).toBeNull();
    expect(reasonOf({ environment: { ...CONTEXT.environment, decidesStatus: false } })).toBeNull();
  });

  test("is turned round for undo, with the undo steps as what runs", () => {
    const tasks = [task("a"), task("b", { after: ["a"] })];
    const entries = `  a: {${RUN}, undo: [{command: {argv: [undo-a]}}]}\n  b: {${RUN}, undo: [{command: {argv: [undo-b]}}]}\n`;
    const undo = plan(tasks, entries, { direction: "undo" });
    expect(undo.tasks.map(({ id, dependencies }) => [id, dependencies])).toEqual([
      ["b", []],
      ["a", ["b"]],
    ]);
    expect(argvOf(undo.tasks[0]?.run[0])).toEqual(["undo-b"]);
  });

  test("leaves criteria and fragments out", () => {
    expect(plan([task("a"), task("c", { kind: "criterion" })], "").tasks.map(({ id }) => id)).toEqual(["a"]);
  });

  test("a cycle is refused with the tasks along it", () => {
    const error = refusal(() => plan([task("a", { after: ["b"] }), task("b", { after: ["a"] })], ""));
    expect(error).toMatchObject({ code: "CANARY_PLAN_CYCLE" });
    expect(error.message).toContain("a → b → a");
  });

  test("a dependency outside of the choice that is open is named, a completed one is not", () => {
    const tasks = [task("a"), task("b", { status: "completed" }), task("c", { after: ["a", "b"] })];
    const [planned] = plan(tasks, "", { select: ["c"] }).tasks;
    expect(planned).toMatchObject({ dependencies: [], openOutside: ["a"], isManual: true });
  });

  test("an unknown task is refused with the nearest", () => {
    expect(refusal(() => plan([task("infra-host")], "", { select: ["infra-hots"] }))).toMatchObject({
      code: "CANARY_TASK_UNKNOWN",
      hint: "Nearest: infra-host",
    });
  });
});

describe("an entry", () => {
  test("is found by an alias of the task", () => {
    expect(plan([task("a", { aliases: ["TASK_001"] })], `  TASK_001: {${RUN}}\n`).tasks[0]?.isManual).toBe(
      false,
    );
  });

  test("may not stand in two playbooks", () => {
    const books = [playbook(`  a: {${RUN}}\n`, "one.yaml"), playbook(`  a: {${RUN}}\n`, "two.yaml")];
    const error = refusal(() => planRun([task("a")], books, CONTEXT));
    expect(error.code).toBe("CANARY_PLAYBOOK_INVALID");
    expect(error.message).toContain("two.yaml:4:3");
    expect(error.message).toContain("one.yaml:4:3");
  });

  test("whose condition does not hold is skipped with the reason", () => {
    const entries = `  a: {when: [{value: "\${env.cluster}", oneOf: [kind, other]}], ${RUN}}\n`;
    expect(plan([task("a")], entries).tasks[0]?.skippedBecause).toBe('${env.cluster} is "demo"');
  });

  test("leaves out the steps whose condition does not hold, in each of its parts; the others keep their place", () => {
    const steps = `
      - {command: {argv: [kind]}, when: [{value: "\${env.cluster}", equals: kind}]}
      - {command: {argv: [demo]}, when: [{value: "\${env.cluster}", not: kind}]}
      - {wait: {for: {command: {argv: [other]}}}, when: [{value: "\${env.cluster}", oneOf: [kind, other]}]}
`;
    const parts = ["check", "run", "verify", "undo"].map((part) => `    ${part}:${steps}`).join("");
    const { check, run, verify } = plan([task("a")], `  a:\n${parts}`).tasks[0] ?? {};
    const done = plan([task("a", { status: "completed" })], `  a:\n${parts}`, { direction: "undo" });
    expect([check, run, verify, done.tasks[0]?.run].map((part) => part?.map(({ id }) => id))).toEqual([
      ["check-2"],
      ["run-2"],
      ["verify-2"],
      ["undo-2"],
    ]);
  });

  test.each([
    ["run: [{command: {argv: [x]}}], verify: [STEP]", "no verify step of its playbook entry is for here"],
    ["run: [STEP]", "no step of its playbook entry is for here"],
    ["check: [STEP], run: [{command: {argv: [x]}}]", null],
  ])("is skipped when its conditions leave no evidence: %s", (parts, skippedBecause) => {
    const step = '{command: {argv: [kind]}, when: [{value: "${env.cluster}", equals: kind}]}';
    const entries = `  a: {${parts.replace("STEP", step)}}\n`;
    expect(plan([task("a")], entries).tasks[0]?.skippedBecause).toBe(skippedBecause);
  });

  test("has conditions of names that are known, also those of its steps", () => {
    const entries = `  a: {run: [{command: {argv: [x]}, when: [{value: "\${env.clutter}"}]}]}\n`;
    expect(() => plan([task("a")], entries)).toThrow(/:4:\d+ .*unknown name \$\{env\.clutter\}/);
  });

  test("gives its timeout and retry to steps that have none", () => {
    const entries = `
  a:
    timeout: 45m
    retry: {attempts: 7}
    run:
      - terraform: {root: infra, command: apply}
      - {timeout: 5s, retry: {attempts: 2}, command: {argv: [x]}}
      - kubectl: {arguments: [delete, pod, x]}
`;
    const steps = plan([task("a")], entries).tasks[0]?.run ?? [];
    expect(steps.map(({ timeoutMs, retry }) => [timeoutMs, retry.attempts])).toEqual([
      [2_700_000, 7],
      [5000, 2],
      [2_700_000, 1],
    ]);
  });
});

describe("templates", () => {
  test("are filled in what a step expects, too", () => {
    const steps = `
    run:
      - command: {argv: [x], expect: {equals: "on \${env.cluster}", changed: {contains: "\${env.cluster}"}}}
      - http: {url: "http://localhost/", expect: {contains: "\${env.clutter}"}}
`;
    expect(() => plan([task("a")], `  a:${steps}`)).toThrow(/:7:\d+ .*unknown name \$\{env\.clutter\}/);
    const known = steps.replace("clutter", "cluster");
    expect(plan([task("a")], `  a:${known}`).tasks[0]?.run).toMatchObject([
      { action: { expect: { equals: "on demo", changed: { contains: "demo" } } } },
      { action: { contains: "demo" } },
    ]);
  });

  test("are filled with what is known, and say after which task the rest is", () => {
    const entries = `
  a:
    run: [{terraform: {root: infra, command: apply}}]
  b:
    run:
      - command: {argv: ["\${canary}", "\${env.cluster}-\${var.size}", "\${project.directory}", "\${phase.title}", "$\${literal}", "x\${tasks.a.outputs.ip}", "\${secret.token}"]}
`;
    const context = {
      variables: { size: "3" },
      phases: [{ id: "infra", number: 1, title: "Infrastructure" }],
      secrets: ["token"],
    };
    const planned = plan([task("a"), task("b")], entries, context);
    expect(argvOf(planned.tasks[1]?.run[0])).toEqual([
      "/opt/canary/bin/canary",
      "demo-3",
      "/project",
      "Infrastructure",
      "${literal}",
      "x(known after a)",
      "***",
    ]);
  });

  test("a value that looks like a template is not filled again", () => {
    const planned = plan([task("a")], `  a: {run: [{command: {argv: ["\${var.x}"]}}]}\n`, {
      variables: { x: "${canary}" },
    });
    expect(argvOf(planned.tasks[0]?.run[0])).toEqual(["${canary}"]);
  });

  test.each([
    ["env.clusterr", "nearest: env.cluster"],
    ["var.nothing", "unknown name ${var.nothing}"],
    ["tasks.nobody.outputs.x", "unknown name"],
    ["secret.nothing", "unknown name"],
  ])("the unknown name %s is refused with its place", (name, said) => {
    const error = refusal(() =>
      plan([task("a")], `  a:\n    run:\n      - command: {argv: [x, "\${${name}}"]}\n`),
    );
    expect(error.code).toBe("CANARY_PLAYBOOK_NAME_UNKNOWN");
    expect(error.message).toContain("playbooks/test.yaml:6:29 error");
    expect(error.message).toContain(said);
  });

  test("all unknown names are told at once", () => {
    const error = refusal(() => plan([task("a")], `  a: {run: [{command: {argv: ["\${x}", "\${y}"]}}]}\n`));
    expect(error.message.split("\n")).toHaveLength(2);
  });
});

describe("steps", () => {
  test("terraform has its own data and state for each root, environment and cluster, and a secret goes by the environment", () => {
    const entries = `  a: {run: [{terraform: {root: infra/local, command: apply, variables: {n: "1", p: "\${secret.p}"}, replace: [m.x]}}]}\n`;
    const action = plan([task("a")], entries, { secrets: ["p"] }).tasks[0]?.run[0]?.action;
    expect(action).toMatchObject({
      root: {
        directory: "/project/infra/local",
        dataDirectory: "/project/.canary/terraform/local/demo/infra-local/data",
        statePath: "/project/.canary/terraform/local/demo/infra-local/terraform.tfstate",
      },
      arguments: ["-var=n=1", "-replace=m.x"],
      secretVariables: { p: [{ secret: "p" }] },
      lockTimeoutMs: 60_000,
    });
  });

  test.each([
    ["http://127.0.0.1:8080/", true],
    ["https://[::1]/", true],
    ["http://10.20.0.1/", true],
    ["http://blue-green.local/", true],
    ["http://api.canary.svc/", true],
    ["http://example.com/", false],
    ["http://8.8.8.8/", false],
    ["file:///etc/passwd", false],
  ])("http to %s is of the cluster: %s", (url, expected) => {
    expect(isClusterAddress(url)).toBe(expected);
  });

  test("http to an address outside of the cluster is refused with its place", () => {
    const error = refusal(() => plan([task("a")], `  a: {verify: [{http: {url: "http://example.com/"}}]}\n`));
    expect(error.code).toBe("CANARY_PLAYBOOK_INVALID");
    expect(error.message).toContain("playbooks/test.yaml:4:29");
  });
});

test("the hash of a plan is of what it would do, not of where the tasks stand", () => {
  const entries = `  a: {${RUN}}\n`;
  const hash = planHash(plan([task("a")], entries));
  expect(planHash(plan([task("a", { status: "failed" })], entries))).toBe(hash);
  expect(planHash(plan([task("a")], `  a: {run: [{command: {argv: [y]}}]}\n`))).not.toBe(hash);
});
