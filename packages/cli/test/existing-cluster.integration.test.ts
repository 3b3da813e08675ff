import { cp } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { planSchema, runResultSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

const CONFIG = `apiVersion: canary.dev/v1
environment: staging
environments:
  staging: { kubeconfig: staging.kubeconfig, context: eu }
  local: { cluster: canary, provider: kind }
  prod: { kubeconfig: staging.kubeconfig, context: us, protected: true }
`;
const KUBECONFIG =
  "apiVersion: v1\nkind: Config\ncurrent-context: us\ncontexts: [{ name: eu }, { name: us }]\n";
const APPLICATION = {
  metadata: { name: "root" },
  spec: { project: "platform" },
  status: { sync: { status: "Synced", revision: "0123456789abcdef" }, health: { status: "Healthy" } },
};
/** Notes each call. A service has the address of a load balancer when there is a file `balanced`. */
const KUBECTL = `#!/bin/sh
cd "$(dirname "$0")/.."
echo "$*" >> calls
ip='{}'
[ ! -e balanced ] || ip='{ "loadBalancer": { "ingress": [{ "ip": "192.0.2.9" }] } }'
case "$*" in
*applications.argoproj.io*) echo '${JSON.stringify({ items: [APPLICATION] })}' ;;
*"get ingresses"*) echo '{ "items": [{ "spec": { "rules": [{ "host": "a.local" }] } }] }' ;;
*"get services"*) echo "{ \\"items\\": [{ \\"metadata\\": { \\"name\\": \\"traefik\\" }, \\"spec\\": { \\"clusterIP\\": \\"10.0.0.1\\" }, \\"status\\": $ip }] }" ;;
*port-forward*) echo "Forwarding from 127.0.0.1:45678 -> 9090"; exec sleep 60 ;;
esac
`;
/** Notes each call, knows a rollout that is done, and lets nobody in by the API server's proxy. */
const GUARDED = `#!/bin/sh
cd "$(dirname "$0")/.."
echo "$*" >> calls
case "$*" in
*/proxy/*) echo "error trying to reach service: dial tcp 10.1.0.9:9898: i/o timeout" >&2; exit 1 ;;
*"get rollout"*) echo Healthy ;;
*"get pods"*) echo "second=True second=True " ;;
*"get endpointslices"*) echo "true true" ;;
esac
`;
/** Notes each call, and knows other namespaces than Git does: some of them, in the file `taken`, without the platform's label. */
const INHABITED = `#!/bin/sh
cd "$(dirname "$0")/.."
echo "$*" >> calls
case "$*" in
*" diff "*) exit 1 ;;
*"get -k k8s/namespaces"*) cat taken ;;
esac
`;
/** A running cluster of the default name, which nobody means here. */
const KIND = '#!/bin/sh\ncd "$(dirname "$0")/.."\necho "kind $*" >> calls\necho canary-canary\n';

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
  workspace.write("canary.yaml", CONFIG);
  workspace.write("staging.kubeconfig", KUBECONFIG);
  workspace.writeTool("kubectl", KUBECTL);
  workspace.writeTool("kind", KIND);
});
afterEach(() => workspace.remove());

const canary = (...argv: string[]): Promise<CanaryRun> => runCanary(workspace, argv);
const calls = (): readonly string[] =>
  workspace.has("calls") ? workspace.read("calls").trimEnd().split("\n") : [];
const meant = (context: string): string =>
  `--kubeconfig ${workspace.path("staging.kubeconfig")} --context ${context} `;

describe("an environment that is a cluster that is there already", () => {
  it.each([
    [["gitops", "status"], "eu"],
    [["gitops", "status", "--env", "prod"], "us"],
    [["hosts", "--address", "192.0.2.7"], "eu"],
  ])("canary %j asks it, and nothing else", async (argv, context) => {
    const run = await canary(...argv);
    expect([run.exitCode, run.stderr]).toEqual([0, ""]);
    expect(calls()).not.toEqual([]);
    expect(calls().filter((call) => !call.startsWith(meant(context)))).toEqual([]);
  });

  it.each([
    ["staging", "`canary gitops bootstrap --env staging`"],
    ["prod", "`canary gitops bootstrap --env prod --yes`"],
  ])("says of %s how Argo CD gets there", async (name, command) => {
    workspace.writeTool(
      "kubectl",
      "#!/bin/sh\necho 'Error from server (NotFound): no namespace' >&2\nexit 1\n",
    );
    const run = await canary("gitops", "status", "--env", name);
    expect([run.exitCode, run.stderr]).toEqual([7, expect.stringContaining(command)]);
  });

  it("canary open leads into it", async () => {
    const run = await runCanary(workspace, ["open", "prometheus", "--env", "staging"], {
      onStart: (child) => child.stdout?.once("data", () => child.kill("SIGINT")),
    });
    expect([run.exitCode, run.stdout]).toEqual([
      0,
      expect.stringContaining("prometheus http://127.0.0.1:45678/"),
    ]);
    expect(calls()).toEqual([expect.stringMatching(new RegExp(`^${meant("eu")}.*port-forward`))]);
  });

  it("is left alone by a cluster that is named on the command line", async () => {
    await canary("gitops", "status", "--provider", "kind");
    expect(calls()[0]).toBe("kind get clusters");
    expect(calls().filter((call) => call.includes("staging.kubeconfig"))).toEqual([]);
  });

  it.each([
    [["gitops", "status", "--env", "staging", "--name", "canary"], "that is there already"],
    [["gitops", "push", "--env", "stagin"], "Did you mean staging?"],
    [["cluster", "status"], "Name a cluster that canary makes with --name."],
    [["cluster", "down"], "canary neither makes nor removes it"],
  ])("canary %j is refused", async (argv, message) => {
    const run = await canary(...argv);
    expect([run.exitCode, run.stderr, calls()]).toEqual([2, expect.stringContaining(message), []]);
  });

  it("does not keep a cluster from being named in part", async () => {
    const run = await canary("cluster", "status", "--provider", "kind");
    expect([run.exitCode, calls()[0]]).toEqual([1, "kind get clusters"]);
  });

  it("has to be in its kubeconfig", async () => {
    workspace.write("staging.kubeconfig", KUBECONFIG.replace("{ name: eu }, ", ""));
    const wrong = await canary("gitops", "status");
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining("CANARY_CONTEXT_WRONG")]);
    workspace.write("canary.yaml", CONFIG.replaceAll("staging.kubeconfig", "nowhere"));
    const absent = await canary("gitops", "status");
    expect([absent.exitCode, absent.stderr]).toEqual([
      7,
      expect.stringContaining("environments.staging.kubeconfig"),
    ]);
    expect(calls()).toEqual([]);
  });

  it("gives hosts the address of its load balancer, and never one that only its pods reach", async () => {
    const without = await canary("hosts");
    expect([without.exitCode, without.stderr]).toEqual([7, expect.stringContaining("--address")]);
    workspace.write("balanced", "");
    expect((await canary("hosts")).stdout).toContain("192.0.2.9 a.local\n");
    expect((await canary("hosts")).stdout).toContain("canary hosts of staging: begin");
  });
});

describe("canary gitops bootstrap there", () => {
  it("asks before it changes what is protected", async () => {
    const run = await canary("gitops", "bootstrap", "--env", "prod");
    expect([run.exitCode, run.stderr]).toEqual([2, expect.stringContaining("Add --yes")]);
    expect(calls()).toEqual([]);
  });
});

describe("phase infra there", () => {
  const REPOSITORY = join(import.meta.dirname, "../../..");
  const prepare = async (...tasks: readonly string[]): Promise<void> => {
    workspace.write("PRD.md", infraOf(tasks));
    await cp(join(REPOSITORY, "playbooks"), workspace.path("playbooks"), { recursive: true });
    for (const folder of ["infra/terraform", "k8s/namespaces", "infra/platform/proof"])
      await cp(join(REPOSITORY, folder), workspace.path(folder), { recursive: true });
    await canary("parse", "PRD.md");
  };

  it("can be planned: what makes a cluster is left out, what Git delivers is asked of that environment", async () => {
    await prepare(...INFRA);
    const run = await canary("run", "phase", "1", "--env", "staging", "--dry-run", "-o", "json");
    expect([run.exitCode, run.stderr]).toEqual([0, ""]);
    const { tasks } = planSchema.parse(JSON.parse(run.stdout));
    const skipped = tasks.filter((task) => task.skippedBecause !== null).map(({ id }) => id);
    expect(skipped).toEqual(["infra-host", "infra-cluster", "infra-argocd"]);
    expect(JSON.stringify(tasks)).toContain('"--env=staging"');
    const other = await canary("run", "phase", "1", "--env", "staging", "--cluster", "canary", "--dry-run");
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining("Leave out --cluster")]);
  });

  it("proves the rollout by its pods: a policy may keep the API server's proxy out", async () => {
    await prepare("proof");
    workspace.write("staging.kubeconfig", KUBECONFIG.replace("current-context: us", "current-context: eu"));
    workspace.writeTool("kubectl", GUARDED);
    const run = await canary("run", "phase", "1", "--env", "staging", "--yes", "-o", "json");
    expect([run.exitCode, runResultSchema.parse(JSON.parse(run.stdout)).results]).toMatchObject([
      0,
      [{ task: "infra-proof", outcome: "ok" }],
    ]);
    expect(calls().filter((call) => /get (pods|endpointslices)/.test(call))).toHaveLength(3);
    expect(calls().filter((call) => call.includes("/proxy/"))).toEqual([]);
  });

  it.each([
    ["", 0, "ok"],
    ["argocd monitoring ", 1, "failed"],
  ])("makes no namespace, and accepts none of others: %j", async (taken, exitCode, outcome) => {
    await prepare("namespaces");
    workspace.write("staging.kubeconfig", KUBECONFIG.replace("current-context: us", "current-context: eu"));
    workspace.write("taken", taken);
    workspace.writeTool("kubectl", INHABITED);
    const run = await canary("run", "phase", "1", "--env", "staging", "--yes", "-o", "json");
    const { results } = runResultSchema.parse(JSON.parse(run.stdout));
    expect([run.exitCode, results]).toMatchObject([exitCode, [{ task: "infra-namespaces", outcome }]]);
    expect(results[0]?.output).toContain(taken);
    expect(calls().filter((call) => call.includes(" apply "))).toEqual([]);
  });

  it("makes the namespaces on a cluster that canary made", async () => {
    await prepare("namespaces");
    const run = await canary("run", "phase", "1", "--env", "local", "--dry-run", "-o", "json");
    const { run: steps, verify } = planSchema.parse(JSON.parse(run.stdout)).tasks[0] ?? {};
    expect(JSON.stringify(steps)).toContain('"apply"');
    expect(verify).toHaveLength(1);
  });

  it("asks on a cluster that canary made by a request", async () => {
    await prepare("proof");
    const run = await canary("run", "phase", "1", "--env", "local", "--dry-run", "-o", "json");
    const { check, verify } = planSchema.parse(JSON.parse(run.stdout)).tasks[0] ?? {};
    const asked = [check, verify].map((steps) => JSON.stringify(steps));
    for (const steps of asked) expect(steps).toContain("/services/http:proof:80/proxy/");
    for (const steps of asked) expect(steps).not.toContain("get pods");
  });

  it.each([
    ["prod", ["infra-proof"]],
    ["local", ["infra-proof", "infra-cluster"]],
  ])("is undone by what goes, and no namespace is deleted: %s", async (environment, undone) => {
    await prepare(...INFRA);
    const argv = ["run", "undo", "phase", "1", "--env", environment, "--dry-run", "-o", "json"];
    const { tasks } = planSchema.parse(JSON.parse((await canary(...argv)).stdout));
    const steps = tasks.filter((task) => task.skippedBecause === null);
    expect(steps.map(({ id }) => id)).toEqual(undone);
    expect(JSON.stringify(steps)).not.toContain("k8s/namespaces");
  });

  it("takes the commands of a run to the configuration that the run was given", async () => {
    workspace.write(
      "other.yaml",
      CONFIG.replaceAll("staging", "far").replace("far.kubeconfig", "staging.kubeconfig"),
    );
    workspace.write("PRD.md", "# Plan\n\n## Phase 1: Ground\n\n- [ ] Look {#look}\n");
    workspace.write(
      "playbooks/ground.yaml",
      "apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n  look: { run: [{ command: { argv: [sh, -c, 'echo $CANARY_CONFIG > told'] } }] }\n",
    );
    workspace.write("staging.kubeconfig", KUBECONFIG.replace("current-context: us", "current-context: eu"));
    await canary("parse", "PRD.md");
    await canary("run", "all", "--yes", "--config", "other.yaml");
    expect(workspace.read("told")).toBe(`${workspace.path("other.yaml")}\n`);
  });
});

const INFRA = ["host", "cluster", "namespaces", "argocd", "git", "rollouts", "platform", "proof"];

const infraOf = (tasks: readonly string[]): string =>
  `# Plan\n\n## Phase 1: Infrastructure\n\n${tasks.map((name) => `- [ ] Make ${name} {#infra-${name}}\n`).join("")}`;
