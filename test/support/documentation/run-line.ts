import { spawn } from "node:child_process";
import type { DocumentedLine } from "./documented-lines.ts";

/** Lines that other tests run, or that nothing here can: what they match, and why. */
export const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [/^(sudo )?make /, "test/fresh-clone.cluster.test.ts sets up and tears down; CI runs the checks"],
  [/^(sudo )?canary run( phase infra)?$/, "test/fresh-clone.cluster.test.ts runs the phase"],
  [/^canary cluster down$/, "test/disaster.cluster.test.ts ends a cluster"],
  [/--provider kind/, "packages/cli/test runs it beside a stand-in of kind"],
  [
    /^canary gitops bootstrap --env/,
    "packages/cli/test/existing-cluster.integration.test.ts, with a stand-in of kubectl",
  ],
  [/^canary run phase infra --env/, "the same test plans it"],
  [/^argocd proj role delete-token$/, "it only names the verb"],
  [/^canary completion fish/, "packages/cli/test runs it in fish where there is one"],
  [/^git pull$/, "the test's repository has no other to pull from"],
  [/^go get MODULE/, "test/go-modules.test.ts and test/versions.test.ts hold what it changes"],
  [/ POD --previous$/, "no container of this cluster ended before"],
  [
    /^kubectl .*\b(certificate NAME|certificaterequests|clusterissuers|challenges|deployment\/cert-manager)\b/,
    "cert-manager and its kinds are on other clusters only",
  ],
  [/rollout restart deployment\/grafana$/, "Grafana is on other clusters only"],
  [/FILE\.tar$/, "packages/local-cluster/test/local-cluster.cluster.test.ts loads an image"],
];

/** Those that go on until they are interrupted. */
const ENDLESS = /^canary (open |runs logs -f)|^(sudo .*)?kubectl .*\bport-forward\b|--watch$/;

/** Exit codes that say something else than that the line went well, and which it may end with here. */
const ANSWERS: readonly (readonly [RegExp, readonly number[]])[] = [
  // Another commit is delivered by then.
  [/^canary gitops push --dry-run$/, [1]],
  // The router of this cluster has no address of a load balancer.
  [/^canary hosts --env staging$/, [7]],
  // Grafana is on other clusters only.
  [/^canary open grafana$/, [2]],
];

/** What stands in capitals in the documentation, filled in for the test's cluster. */
export function fillIn(line: string, pod: string, practice: string): string {
  const isPodinfo = /podinfo/.test(line);
  return (
    line
      .replaceAll("KIND OBJECT", "namespace argocd")
      .replaceAll("application NAME", "application argo-rollouts")
      .replaceAll("app sync NAME", "app sync argo-rollouts")
      .replaceAll("namespace NAME ", "namespace canary-proof ")
      .replaceAll("NAMESPACE", isPodinfo ? "podinfo-dev" : "canary-proof")
      .replaceAll("NAME", "proof")
      .replaceAll("analysisrun RUN", "analysisrun")
      // The router of the local cluster, at ports that nobody has.
      .replaceAll("service/ingress-nginx-controller 80:80 443:443", "service/traefik :80 :443")
      .replaceAll("POD", pod)
      .replaceAll("--name practice", `--name ${practice}`)
  );
}

export interface LineOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface TypedLine {
  /** What the line said when it did not go well; undefined when it did. */
  readonly fault: string | undefined;
  /** The variables of the shell after it. */
  readonly env: NodeJS.ProcessEnv;
}

/** Types a line into a shell that has these variables. */
export async function typeLine(line: DocumentedLine, options: LineOptions): Promise<TypedLine> {
  const answers = ANSWERS.find(([pattern]) => pattern.test(line.text))?.[1] ?? [];
  const isEndless = answers.length === 0 && ENDLESS.test(line.text);
  const { exitCode, output, variables } = await runShell(line.text, options, isEndless);
  const isWell =
    exitCode === 0 ||
    answers.includes(exitCode) ||
    (isEndless && output !== "" && !output.startsWith("error"));
  return {
    fault: isWell ? undefined : `${line.place}: ${line.text}\nended with ${exitCode}\n${output}`,
    env: variables.length === 0 ? options.env : Object.fromEntries(variables),
  };
}

/** Lines after which the shell has other variables. */
const EXPORTS = /^(export|eval) /;

const LIMIT_MS = 360_000;

interface ShellResult {
  readonly exitCode: number;
  readonly output: string;
  /** Names and values, of a line that changes them; else none. */
  readonly variables: readonly (readonly [string, string])[];
}

/** Of an endless line the process group is interrupted as soon as it has said something. */
function runShell(text: string, { cwd, env }: LineOptions, isEndless: boolean): Promise<ShellResult> {
  const script = EXPORTS.test(text) ? `${text}\nenv --null >&3` : text;
  const argv = ["--norc", "-euo", "pipefail", "-c", script];
  const child = spawn("bash", argv, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe", "pipe"] });
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-(child.pid ?? 0), name);
    } catch {
      // It has ended by itself.
    }
  };
  const limit = setTimeout(signal, LIMIT_MS, "SIGKILL");
  let output = "";
  let exported = "";
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      if (isEndless) signal("SIGINT");
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.stdio[3]?.on("data", (chunk: Buffer) => (exported += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code, name) => {
      clearTimeout(limit);
      resolve({
        exitCode: code ?? (name === null ? 1 : 130),
        output,
        variables: exported
          .split("\0")
          .filter((each) => each !== "")
          .map((each) => [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)] as const),
      });
    });
  });
}
