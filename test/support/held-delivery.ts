import { expect, it, vi } from "vitest";
import { gitOpsStatusSchema } from "@canary/core/schemas";
import { argocdAddress, withToken } from "./argocd-api.ts";
import type { ArgocdApi } from "./argocd-api.ts";
import type { PlatformFromGit } from "./platform-from-git.ts";

const SOON = { timeout: 240_000, interval: 250 };
const PROJECT = "argocd/projects/podinfo-project.yaml";
const PODINFO = "k8s/podinfo/overlays/dev/kustomization.yaml";
/** Open at every time. */
const WINDOW = `  syncWindows:
    - { kind: deny, schedule: "* * * * *", duration: 60h, namespaces: [podinfo-dev], manualSync: true }
`;
const HELD = `configMapGenerator:
  - name: held
    literals: [of=a-test]
    options: { disableNameSuffixHash: true }
`;

/** A commit that a sync window keeps back, and the token of a project with which a pipeline delivers it all the same. */
export function describeHeldDelivery(platformOf: () => PlatformFromGit): void {
  it("keeps back what a sync window holds, until a pipeline syncs it with a token of the project", async () => {
    const platform = platformOf();
    const { cluster, kubectl } = platform;
    const change = (file: string, edit: (text: string) => string, why: string): void => {
      platform.edit(file, edit);
      platform.commit(why);
    };
    const held = (): Promise<string> =>
      kubectl("-n", "podinfo-dev", "get", "configmap/held", "--ignore-not-found", "-o=name");
    const root = ["-n", "argocd", "application/root"];
    const rootSaid = (path: string): Promise<string> => kubectl("get", ...root, `-o=jsonpath={${path}}`);
    const address = await argocdAddress(kubectl);
    const synced = await rootSaid(".status.operationState.startedAt");
    const pipeline = withToken(address, await createToken(await platform.signInAsAdmin(address)));

    // What Argo CD wrote into the project is no difference to Git.
    await kubectl("annotate", ...root, "argocd.argoproj.io/refresh=normal", "--overwrite");
    await vi.waitFor(
      async () => expect(await rootSaid(".metadata.annotations")).not.toContain("refresh"),
      SOON,
    );
    expect(await rootSaid(".status.operationState.startedAt")).toBe(synced);
    // The project comes from Git again: that takes nothing from the token.
    change(PROJECT, (text) => text + WINDOW, "podinfo rests");
    await platform.push();
    change(PODINFO, (text) => text + HELD, "what is held");
    await platform.succeed("gitops", "push");
    const waiting = await cluster.canary(["gitops", "status", "--wait", "--timeout", "300", "-o", "json"]);
    const { applications, served } = gitOpsStatusSchema.parse(JSON.parse(waiting.stdout));
    const open = applications.filter(({ sync, health }) => sync !== "Synced" || health !== "Healthy");
    expect([waiting.exitCode, open]).toEqual([
      3,
      [expect.objectContaining({ name: "podinfo-dev", sync: "OutOfSync", held: true, revision: served })],
    ]);
    expect(await held()).toBe("");

    const sync = await pipeline.ask("api/v1/applications/podinfo-dev/sync", { body: {} });
    expect(sync).toMatchObject({ status: 200 });
    await vi.waitFor(async () => expect(await held()).not.toBe(""), SOON);
    expect(await pipeline.ask("api/v1/applications/argocd/sync", { body: {} })).toMatchObject({
      status: 403,
    });

    platform.edit(PROJECT, (text) => text.replace(WINDOW, ""));
    change(PODINFO, (text) => text.replace(HELD, ""), "podinfo wakes");
    await platform.push();
    expect(await held()).toBe("");
  }, 1_200_000);
}

async function createToken(admin: ArgocdApi): Promise<string> {
  const body = { project: "podinfo", role: "deployer", expiresIn: 3600 };
  const answer = await admin.ask("api/v1/projects/podinfo/roles/deployer/token", { body });
  if (typeof answer.body["token"] === "string") return answer.body["token"];
  throw new Error(`Argo CD makes no token: ${JSON.stringify(answer)}`);
}
