import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { readFileSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bootstrap } from "../src/index.ts";
import type { BuiltCommit } from "../src/index.ts";

/**
 * Notes each call, and what it is given; argocd-server has written its key when it is asked for the third time. The namespace is
 * being deleted while there is a file `terminating`; of the commit's namespaces those in the file `namespaces` are there.
 */
const KUBECTL = `#!/bin/sh
folder=$(dirname "$0")
echo "$*" >>"$folder/calls"
case "$*" in
  *secretkey*)
    echo asked >>"$folder/asked"
    [ "$(wc -l <"$folder/asked")" -lt 3 ] || printf a2V5 ;;
  *"get -k"*) [ ! -e "$folder/namespaces" ] || cat "$folder/namespaces" ;;
  *"get namespace argocd"*) [ ! -e "$folder/terminating" ] || printf Terminating ;;
  *"get applications"*) printf 'application.argoproj.io/root\\nappproject.argoproj.io/platform\\n' ;;
  *"get -n argocd secret argocd-initial-admin-secret"*) printf c2VjcmV0 ;;
  *broken*) echo "error: no such file: $*" >&2; exit 1 ;;
  *"-f -"*) cat >"$folder/applied" ;;
esac
`;

const FOLDERS = ["k8s/namespaces", "infra/platform/argocd/overlays/remote", "argocd/root/overlays/remote"];
const REPOSITORY = "tree/argocd/root/overlays/remote/repository.yaml";

describe("bootstrap", () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = createWorkspace();
    workspace.writeTool("kubectl", KUBECTL);
    for (const folder of FOLDERS) workspace.write(`tree/${folder}/kustomization.yaml`, "resources: []\n");
    workspace.write(REPOSITORY, "url: https://git.localhost/canary\n");
  });
  afterEach(() => workspace.remove());

  const built = (): BuiltCommit => ({
    commit: "0".repeat(40),
    base: "1".repeat(40),
    git: () => Promise.reject(new Error("nothing is pushed")),
    checkOut: () => Promise.resolve(workspace.path("tree")),
    dispose: () => Promise.resolve(),
  });
  const called = (): readonly string[] => readFileSync(workspace.path("bin/calls"), "utf8").split("\n");
  const run = async (): Promise<readonly string[]> => {
    const kubectl = workspace.path("bin/kubectl");
    await bootstrap({
      target: { kubectl, kubeconfig: "/config", bootstrapCommand: "canary gitops bootstrap" },
      built: built(),
      overlay: "remote",
      passwordFile: workspace.path("password"),
    });
    return called();
  };

  it("makes the namespaces before what is in them", async () => {
    const applied = (await run()).filter((call) => call.includes(" apply "));
    expect(
      applied.map((call) => /k8s\/namespaces|secrets|argocd\/overlays|root\/overlays/.exec(call)?.[0]),
    ).toEqual(["k8s/namespaces", "secrets", "argocd/overlays", "root/overlays"]);
  });

  it("lets go what waits for a controller that is gone with Argo CD's namespace, before it makes it again", async () => {
    workspace.write("bin/terminating", "");
    const calls = await run();
    const released = calls.filter((call) => call.includes("finalizers"));
    expect(released.map((call) => / patch (\S+)/.exec(call)?.[1])).toEqual([
      "application.argoproj.io/root",
      "appproject.argoproj.io/platform",
    ]);
    const gone = calls.findIndex((call) => call.includes("wait --for=delete namespace/argocd"));
    expect(gone).toBeGreaterThan(calls.indexOf(released.at(-1) ?? ""));
    expect(calls.findIndex((call) => call.includes(" apply "))).toBeGreaterThan(gone);
  });

  it.each([
    ["one", namespace("argocd"), ["argocd"]],
    [
      "several",
      list(
        namespace("argocd"),
        namespace("git-system", "canary"),
        namespace("ingress", "edge"),
        namespace("monitoring"),
      ),
      ["argocd", "ingress", "monitoring"],
    ],
  ])("refuses namespaces of others before it changes anything: %s", async (_, found, taken) => {
    workspace.write("bin/namespaces", JSON.stringify(found));
    workspace.write("bin/terminating", "");
    await expect(run()).rejects.toMatchObject({
      code: "CANARY_GITOPS_NAMESPACE_TAKEN",
      message: expect.stringContaining(`: ${taken.join(", ")}`),
      hint: expect.stringContaining(
        `kubectl label namespace ${taken.join(" ")} app.kubernetes.io/part-of=canary`,
      ),
    });
    expect(called().filter((call) => /apply|patch|delete/.test(call))).toEqual([]);
  });

  it.each([
    ["one", namespace("argocd", "canary")],
    ["several", list(namespace("argocd", "canary"), namespace("monitoring", "canary"))],
  ])("goes on where the namespaces that are there are its own: %s", async (_, found) => {
    workspace.write("bin/namespaces", JSON.stringify(found));
    expect((await run()).filter((call) => call.includes(" apply "))).toHaveLength(4);
  });

  it("touches nothing of an Argo CD that is not being deleted", async () => {
    expect((await run()).filter((call) => /patch|delete namespace|for=delete/.test(call))).toEqual([]);
  });

  it("waits for argocd-server's key before there is an Application", async () => {
    const calls = await run();
    const asked = calls.flatMap((call, index) => (call.includes("secretkey") ? [index] : []));
    expect(asked).toHaveLength(3);
    expect(calls.findIndex((call) => call.includes("argocd/root"))).toBeGreaterThan(asked.at(-1) ?? 0);
  });

  it("gives secrets to kubectl on its standard input only", async () => {
    const calls = await run();
    const { items } = JSON.parse(readFileSync(workspace.path("bin/applied"), "utf8"));
    const values: string[] = items.flatMap(({ data }: { data: object }) => Object.values(data));
    expect(values.length).toBeGreaterThan(7);
    for (const value of values) expect(calls.join("\n")).not.toContain(value);
  });

  it("refuses the example's repository before it changes anything", async () => {
    workspace.write(REPOSITORY, "url: https://github.com/example/x.git\n");
    await expect(run()).rejects.toMatchObject({ code: "CANARY_CONFIG_INVALID" });
    expect(() => readFileSync(workspace.path("bin/calls"))).toThrow("ENOENT");
  });

  it.each([...FOLDERS.map((folder) => [folder]), [REPOSITORY.slice("tree/".length)]])(
    "refuses a commit without %s before it changes anything",
    async (place) => {
      rmSync(workspace.path("tree", place), { recursive: true });
      await expect(run()).rejects.toMatchObject({
        code: "CANARY_CONFIG_INVALID",
        message: expect.stringContaining(place),
      });
      expect(() => readFileSync(workspace.path("bin/calls"))).toThrow("ENOENT");
    },
  );

  it("names the folder of the commit that cannot be applied, and how to see it", async () => {
    workspace.write("bin/kubectl", KUBECTL.replace("*broken*", "*argocd/overlays*"));
    await expect(run()).rejects.toMatchObject({
      code: "CANARY_TOOL_FAILED",
      message: expect.not.stringContaining(workspace.path("tree")),
      hint: expect.stringContaining(
        "`kubectl kustomize infra/platform/argocd/overlays/remote` in commit 111111111111",
      ),
    });
  });
});

/** As kubectl prints it. */
function namespace(name: string, partOf?: string): object {
  const labels = { team: "a", ...(partOf !== undefined && { "app.kubernetes.io/part-of": partOf }) };
  return { kind: "Namespace", metadata: { name, labels } };
}

function list(...items: readonly object[]): object {
  return { kind: "List", metadata: {}, items };
}
