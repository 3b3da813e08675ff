import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readDeliveryOf, readServedCommit, waitSettled } from "../src/index.ts";
import type { Target } from "../src/index.ts";

/** Says what `answer` holds, on stderr, and ends as `status` says; with the lines of `applications` after some failures. */
const KUBECTL = `#!/bin/sh
cd "$(dirname "$0")"
echo "$*" >> calls
if [ -e applications ] && [ "$(grep -c applications.argoproj.io calls)" -ge "$(cat from)" ]; then cat applications; exit 0; fi
cat answer >&2
exit "$(cat status)"
`;

let workspace: Workspace;
let target: Target;
beforeEach(() => {
  workspace = createWorkspace();
  const kubectl = workspace.writeTool("kubectl", KUBECTL);
  target = { kubectl, kubeconfig: "/config", bootstrapCommand: "canary gitops bootstrap --env eu" };
});
afterEach(() => workspace.remove());

function answers(stderr: string, status = 1): void {
  workspace.write("bin/answer", `${stderr}\n`);
  workspace.write("bin/status", String(status));
}
function has(items: readonly object[], from = 1): void {
  const projects = ["default", "platform", "podinfo"].map((name) => ({
    kind: "AppProject",
    metadata: { name },
    spec: {},
  }));
  workspace.write("bin/applications", JSON.stringify({ items: [...items, ...projects] }));
  workspace.write("bin/from", String(from));
}
const OURS = "https://git.localhost/canary.git";
const application = (
  name: string,
  project: string,
  { sync = "Synced", revision = "1", repoURL = OURS } = {},
): object => ({
  metadata: { name },
  spec: { project, source: { repoURL, targetRevision: "main" } },
  status: { sync: { status: sync, revision }, health: { status: "Healthy" } },
});

const FAILURES: readonly [string, string, number][] = [
  [
    'Error from server (Forbidden): applications.argoproj.io is forbidden: User "ann"',
    "CANARY_TOOL_FAILED",
    4,
  ],
  ["error: You must be logged in to the server (Unauthorized)", "CANARY_TOOL_FAILED", 4],
  ['Error from server (NotFound): namespaces "argocd" not found', "CANARY_GITOPS_NOT_INSTALLED", 7],
  ['error: the server doesn\'t have a resource type "applications"', "CANARY_GITOPS_NOT_INSTALLED", 7],
  ["Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout", "CANARY_TOOL_FAILED", 1],
  ['error: unable to upgrade connection: container not found ("git")', "CANARY_TOOL_FAILED", 1],
];

describe("a failure of kubectl", () => {
  it.each(FAILURES)("%s", async (stderr, code, exitCode) => {
    answers(stderr);
    await expect(readDeliveryOf(target, undefined)).rejects.toMatchObject({ code, exitCode });
    await expect(readServedCommit(target)).rejects.toMatchObject({ code, exitCode });
  });

  it("is an empty repository only where Git itself says so", async () => {
    answers("command terminated with exit code 1");
    expect(await readServedCommit(target)).toBeUndefined();
    answers("fatal: not a git repository\ncommand terminated with exit code 128", 128);
    await expect(readServedCommit(target)).rejects.toMatchObject({ code: "CANARY_TOOL_FAILED" });
  });
});

describe("waiting until everything is settled", () => {
  it("outlives an API server that does not answer", async () => {
    answers("The connection to the server was refused");
    has([application("root", "platform"), application("podinfo", "podinfo")], 2);
    const progress: number[] = [];
    const wait = {
      timeoutMs: 60_000,
      onChange: ({ open }: { open: readonly unknown[] }) => progress.push(open.length),
    };
    expect((await waitSettled(target, wait)).applications).toHaveLength(2);
    expect(progress).toEqual([0]);
  });

  it("says at the end what the API server said last", async () => {
    answers("The connection to the server was refused");
    await expect(waitSettled(target, { timeoutMs: 1 })).rejects.toMatchObject({
      code: "CANARY_GITOPS_TIMED_OUT",
      message: expect.stringContaining("was refused"),
    });
  });

  it("does not wait for a right, nor for what is not installed", async () => {
    for (const [stderr, code] of FAILURES.slice(0, 3)) {
      answers(stderr);
      await expect(waitSettled(target, { timeoutMs: 60_000 })).rejects.toMatchObject({ code });
    }
  });

  it("waits for those of the root's repository until they have its commit, or the one that is asked for", async () => {
    const root = application("root", "platform", { revision: "2" });
    const late = {
      code: "CANARY_GITOPS_TIMED_OUT",
      message: expect.stringMatching(/\npodinfo: at 1, not 2$/),
    };
    has([root, application("podinfo", "podinfo")]);
    await expect(waitSettled(target, { timeoutMs: 1 })).rejects.toMatchObject(late);
    await expect(waitSettled(target, { timeoutMs: 1, project: "podinfo" })).rejects.toMatchObject(late);
    has([root, application("podinfo", "podinfo", { revision: "2" })]);
    expect((await waitSettled(target, { timeoutMs: 1 })).applications).toHaveLength(2);
    await expect(waitSettled(target, { timeoutMs: 1, commit: "3" })).rejects.toMatchObject({
      ...late,
      message: expect.stringContaining("podinfo: at 2, not 3\nroot: at 2, not 3"),
    });
  });

  it("asks no commit of a chart, which has a version", async () => {
    const chart = { revision: "v1.2.3", repoURL: "https://charts.localhost" };
    has([application("root", "platform"), application("cert-manager", "platform", chart)]);
    expect((await waitSettled(target, { timeoutMs: 1, commit: "1" })).applications).toHaveLength(2);
  });

  it("does not take what is left for all where the root Application is gone", async () => {
    has([application("podinfo", "podinfo"), application("argocd", "platform")]);
    await expect(waitSettled(target, { timeoutMs: 1 })).rejects.toMatchObject({
      code: "CANARY_GITOPS_TIMED_OUT",
      message: expect.stringContaining("no root Application"),
      hint: expect.stringContaining("`canary gitops bootstrap --env eu`"),
    });
  });

  it("ends with the reason of its signal", async () => {
    has([application("root", "platform", { sync: "OutOfSync" })]);
    const reason = new Error("enough");
    const abort = new AbortController();
    const onChange = (): void => abort.abort(reason);
    const waiting = waitSettled({ ...target, signal: abort.signal }, { timeoutMs: 60_000, onChange });
    await expect(waiting).rejects.toBe(reason);
  });
});

describe("a project", () => {
  it("that Argo CD does not have is refused with the nearest, also while waiting", async () => {
    has([application("root", "platform")]);
    const unknown = { code: "CANARY_VALUE_UNKNOWN", exitCode: 2, hint: expect.stringContaining("podinfo") };
    await expect(readDeliveryOf(target, "podinf")).rejects.toMatchObject(unknown);
    const wait = { project: "podinf", timeoutMs: 60_000 };
    await expect(waitSettled(target, wait)).rejects.toMatchObject(unknown);
  });

  it("that has no Application yet is known, and named when the time is over", async () => {
    has([application("root", "platform")]);
    expect((await readDeliveryOf(target, "podinfo")).applications).toEqual([]);
    await expect(waitSettled(target, { project: "podinfo", timeoutMs: 1 })).rejects.toMatchObject({
      code: "CANARY_GITOPS_TIMED_OUT",
      message: expect.stringContaining("no Application of project podinfo yet"),
    });
  });

  it("may not be there yet while the root Application makes the projects", async () => {
    has([application("root", "platform", { sync: "OutOfSync" })]);
    await expect(waitSettled(target, { project: "orchestrator", timeoutMs: 1 })).rejects.toMatchObject({
      code: "CANARY_GITOPS_TIMED_OUT",
    });
  });
});
