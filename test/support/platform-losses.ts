import { beforeAll, describe, expect, it, vi } from "vitest";
import { contentsOf, deliveredHistory, uidOf } from "./delivered-state.ts";
import type { Kubectl } from "./delivered-state.ts";
import { measured } from "./platform-from-git.ts";
import type { PlatformFromGit } from "./platform-from-git.ts";
import { installProof, pastIngress, readyIngressPods, throughIngress } from "./proof-application.ts";
import { millisecondsOf, underTraffic } from "./steady-traffic.ts";

const SOON = { timeout: 240_000, interval: 500 };
/** Milliseconds of a test that waits until everything is Synced and Healthy again. */
const LONG = 1_200_000;
/** Milliseconds: what the cluster needs to take a killed pod out of its Service, on a machine that is busy. */
const BLINK = 10_000;

interface Namespace {
  readonly name: string;
  readonly uid: string;
  readonly contents: readonly string[];
}

async function lookAt(kubectl: Kubectl, ...names: readonly string[]): Promise<readonly Namespace[]> {
  return Promise.all(
    names.map(async (name) => ({
      name,
      uid: await uidOf(kubectl, name),
      contents: await contentsOf(kubectl, name),
    })),
  );
}

/** Each is another namespace of the same name, with the same in it. */
async function expectMadeAgain(kubectl: Kubectl, lost: readonly Namespace[]): Promise<void> {
  for (const { name, uid, contents } of lost) {
    expect(await uidOf(kubectl, name)).not.toBe(uid);
    expect({ name, contents: await contentsOf(kubectl, name) }).toEqual({ name, contents });
  }
}

/** The claims about a platform from Git, everything of it Synced and Healthy, that loses parts. */
export function describeLosses(platform: () => PlatformFromGit): void {
  const kubectl: Kubectl = (...argv) => platform().kubectl(...argv);
  const remove = (...namespaces: readonly string[]): Promise<string> =>
    kubectl("delete", "namespace", ...namespaces, "--timeout=300s");

  describe("when a part of it goes", () => {
    beforeAll(async () => {
      const { cluster } = platform();
      await installProof(kubectl, (manifest) =>
        cluster.kubectl(["apply", "--server-side", "-f", "-"], manifest),
      );
    });

    it(
      "comes back when its namespaces are deleted, each with all that was in it, and users of applications notice nothing",
      async () => {
        const lost = await lookAt(kubectl, "argo-rollouts", "monitoring");
        const failures = await underTraffic(await throughIngress(kubectl), async () => {
          await remove("argo-rollouts", "monitoring");
          await measured("two namespaces deleted → as Git says", async () => {
            await vi.waitFor(() => expectMadeAgain(kubectl, lost), SOON);
            expect(await platform().settled()).toContain("namespaces");
          });
        });
        expect(failures).toEqual([]);
      },
      LONG,
    );

    it(
      "is delivered and kept again after Argo CD was killed, nothing is lost, and users notice nothing",
      async () => {
        const before = await deliveredHistory(kubectl);
        const failures = await underTraffic(await throughIngress(kubectl), async () => {
          await kubectl("-n", "argocd", "delete", "pods", "--all", "--force", "--grace-period=0");
          // What nobody may change by hand: Argo CD, back at work, changes it back.
          await kubectl("-n", "argo-rollouts", "scale", "deployment/argo-rollouts", "--replicas=0");
          const replicas = ["get", "deployment/argo-rollouts", "-o=jsonpath={.spec.replicas}"];
          await vi.waitFor(
            async () => expect(await kubectl("-n", "argo-rollouts", ...replicas)).toBe("1"),
            SOON,
          );
          await platform().settled();
        });
        expect(failures).toEqual([]);
        const after = await deliveredHistory(kubectl);
        // What was under way is finished: there may be more of the same commit, but nothing is missing.
        const known = after.map((each, index) => ({
          ...each,
          history: each.history.slice(0, before[index]?.history.length),
        }));
        expect(known).toEqual(before);
      },
      LONG,
    );

    const running = ["-n", "ingress", "rollout", "status", "deployment/traefik", "--timeout=120s"];

    it("serves while one pod of the ingress goes", async () => {
      await kubectl(...running);
      const failures = await underTraffic(await throughIngress(kubectl), async () => {
        const [pod = ""] = await readyIngressPods(kubectl);
        await kubectl("-n", "ingress", "delete", "pod", pod, "--timeout=120s");
        await kubectl(...running);
      });
      expect(failures).toEqual([]);
    });

    it("refuses some connections at most, and not for long, when a pod of the ingress is killed by force", async () => {
      const failures = await underTraffic(await throughIngress(kubectl), async () => {
        const [pod = ""] = await readyIngressPods(kubectl);
        await kubectl("-n", "ingress", "delete", "pod", pod, "--force", "--grace-period=0");
        await kubectl(...running);
      });
      expect(failures.filter((failure) => !/ECONNREFUSED|ECONNRESET|hang up/.test(failure))).toEqual([]);
      expect(millisecondsOf(failures)).toBeLessThan(BLINK);
    });

    it("serves again by itself when all pods of the ingress are killed", async () => {
      const pods = ["delete", "pods", "-l", "app.kubernetes.io/name=traefik"];
      await kubectl("-n", "ingress", ...pods, "--force", "--grace-period=0");
      await measured("all pods of the ingress killed → users are served", async () => {
        // The killed ones are no longer listed, and may serve on for a while: who asks them is not answered by the new ones.
        await vi.waitFor(async () => expect(await readyIngressPods(kubectl)).toHaveLength(2), SOON);
        expect(await underTraffic(await throughIngress(kubectl), async () => {})).toEqual([]);
      });
      await kubectl(...running);
    });

    it(
      "says what is missing without its Git server and Argo CD, and `canary gitops bootstrap` makes all of it again, while the applications run on",
      async () => {
        const lost = await lookAt(kubectl, "ingress", "git-system", "argocd");
        const status = async (): Promise<string> => {
          const { exitCode, stdout, stderr } = await platform().cluster.canary(["gitops", "status"]);
          expect(exitCode).not.toBe(0);
          return stdout + stderr;
        };
        // Past the ingress, which is gone, too.
        const failures = await underTraffic(await pastIngress(kubectl), async () => {
          await remove("ingress", "git-system");
          expect(await status()).toMatch(/canary gitops (push|bootstrap)/);
          await kubectl("delete", "namespace", "argocd", "--wait=false");
          const applications = ["-n", "argocd", "get", "applications.argoproj.io", "-o=name"];
          // Those with a finalizer wait for the controller, which is gone: the bootstrap lets them go.
          await vi.waitFor(
            async () => expect(await kubectl(...applications)).not.toMatch(/\/(argocd|root)$/m),
            SOON,
          );
          await status();
          await measured("Argo CD, Git and the ingress deleted → everything Synced and Healthy", async () => {
            await platform().bootstrap();
            await platform().settled();
          });
        });
        expect(failures).toEqual([]);
        await expectMadeAgain(kubectl, lost);
        expect(await underTraffic(await throughIngress(kubectl), async () => {})).toEqual([]);
      },
      LONG,
    );
  });
}
