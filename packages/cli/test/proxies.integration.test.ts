import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

/** Asks the server of its kubeconfig over HTTP, with its arguments as the path; curl asks a proxy also for loopback. */
const KUBECTL = `#!/bin/sh
config=$KUBECONFIG
[ "$1" != --kubeconfig ] || config=$2
server=$(sed -n 's/^ *server: //p' "$config")
curl --silent --show-error --fail --get --data-urlencode "words=$*" "$server/"
`;
const KIND = '#!/bin/sh\ncase $1 in get) echo canary-canary ;; *) echo "kind v0.30.0" ;; esac\n';
const DOCKER = "#!/bin/sh\ncase $1 in inspect) echo running ;; *) echo 28.2.2 ;; esac\n";

let workspace: Workspace;
let servers: readonly Server[];
let proxied: string[];
let environment: Record<string, string>;

beforeEach(async () => {
  workspace = createWorkspace();
  for (const [name, text] of Object.entries({ kubectl: KUBECTL, kind: KIND, docker: DOCKER }))
    workspace.writeTool(name, text);
  proxied = [];
  const proxy = createServer((request, response) => {
    proxied.push(request.url ?? "");
    response.writeHead(502).end();
  });
  const apiServer = createServer((request, response) => {
    const words = new URL(request.url ?? "", "http://localhost").searchParams.get("words") ?? "";
    response.end(answerOf(words));
  });
  servers = [proxy, apiServer];
  const [proxyAddress, address] = await Promise.all(servers.map(listen));
  environment = {
    http_proxy: proxyAddress ?? "",
    HTTPS_PROXY: proxyAddress ?? "",
    NO_PROXY: "git.localhost",
  };
  workspace.write("state/canary/clusters/canary/kubeconfig", kubeconfig(address ?? ""));
});
afterEach(() => {
  for (const server of servers) server.close();
  workspace.remove();
});

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const kubeconfig = (server: string): string =>
  [
    "apiVersion: v1",
    "kind: Config",
    "current-context: canary-canary",
    "contexts: [{ name: canary-canary }]",
    `clusters:\n  - cluster:\n      server: ${server}\n`,
  ].join("\n");

const APPLICATION = {
  metadata: { name: "root" },
  spec: { project: "platform" },
  status: { sync: { status: "Synced", revision: "0123456789abcdef" }, health: { status: "Healthy" } },
};
const ROUTER = { metadata: { name: "ingress-nginx-controller" }, spec: { clusterIP: "10.0.0.1" } };

function answerOf(words: string): string {
  if (words.includes("applications.argoproj.io")) return JSON.stringify({ items: [APPLICATION] });
  if (words.includes("get ingresses"))
    return '{ "items": [{ "spec": { "rules": [{ "host": "a.local" }] } }] }';
  if (words.includes("get services")) return JSON.stringify({ items: [ROUTER] });
  return words.includes("/readyz") ? "ok" : "True";
}

function canary(...argv: string[]): Promise<CanaryRun> {
  return runCanary(workspace, argv, { env: environment });
}

describe("with a proxy that does not lead to the cluster", () => {
  it.each([
    [["gitops", "status"], "root"],
    [["hosts"], "127.0.0.1 a.local"],
    [["cluster", "status"], "ready"],
  ])("canary %j asks the API server itself", async (argv, answer) => {
    const run = await canary(...argv, "--provider", "kind");
    expect([run.exitCode, run.stdout, proxied]).toEqual([0, expect.stringContaining(answer), []]);
  });

  it("a run does, too, and its commands know", async () => {
    workspace.write("PRD.md", "# Plan\n\n## Phase 1: Ground\n\n- [ ] Look {#look}\n");
    workspace.write(
      "playbooks/ground.yaml",
      "apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n  look:\n    run: [{ command: { argv: [sh, -c, 'echo $NO_PROXY $no_proxy > exceptions'] } }]\n    verify: [{ kubectl: { arguments: [get, nodes] } }]\n",
    );
    await canary("parse", "PRD.md");
    const run = await canary("run", "all", "--yes");
    expect([run.exitCode, run.stderr, proxied]).toEqual([0, expect.any(String), []]);
    expect(workspace.read("exceptions")).toBe("git.localhost,127.0.0.1 git.localhost,127.0.0.1\n");
  });

  it("a cluster elsewhere is asked as the environment says", async () => {
    workspace.write("elsewhere.kubeconfig", workspace.read("state/canary/clusters/canary/kubeconfig"));
    workspace.write(
      "canary.yaml",
      "apiVersion: canary.dev/v1\nenvironment: far\nenvironments:\n  far: { kubeconfig: elsewhere.kubeconfig, context: canary-canary }\n",
    );
    workspace.write("PRD.md", "# Plan\n\n## Phase 1: Ground\n\n- [ ] Look {#look}\n");
    workspace.write(
      "playbooks/ground.yaml",
      "apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n  look: { verify: [{ kubectl: { arguments: [get, nodes] } }] }\n",
    );
    await canary("parse", "PRD.md");
    await canary("run", "all", "--yes");
    expect(proxied).not.toEqual([]);
  });
});
