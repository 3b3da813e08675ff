import { execFile } from "node:child_process";
import type { ChildProcess, ExecFileException } from "node:child_process";
import { join } from "node:path";
import { clusterBuildSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

/** A cluster of a test's own, and the program to look at it. */
export interface TestCluster {
  readonly name: string;
  readonly workspace: Workspace;
  readonly kubeconfig: string;
  /** Folder of the cluster's own programs. */
  readonly binDirectory: string;
  readonly canary: (argv: readonly string[]) => Promise<CanaryRun>;
  /** The same, for what goes on until it is interrupted. */
  readonly start: (argv: readonly string[], onStart: (child: ChildProcess) => void) => Promise<CanaryRun>;
  /** The same, which must end well; returns its stdout. */
  readonly succeed: (argv: readonly string[]) => Promise<string>;
  /** Runs the cluster's own kubectl; rejects with a ProgramFailure when it fails. */
  readonly kubectl: (argv: readonly string[], input?: string) => Promise<Printed>;
  readonly remove: () => Promise<void>;
}

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** What a program printed that failed. */
export class ProgramFailure extends Error {
  readonly exitCode: number | undefined;
  readonly stdout: string;

  constructor(argv: readonly string[], error: ExecFileException, { stdout, stderr }: Printed) {
    super(`${argv.join(" ")}\n${stderr}${stdout}`, { cause: error });
    this.exitCode = typeof error.code === "number" ? error.code : undefined;
    this.stdout = stdout;
  }
}

/** Starts a cluster whose state is in a workspace of its own; `parts` as `canary cluster up --with` takes them. */
export async function startTestCluster(name: string, parts?: string): Promise<TestCluster> {
  const workspace = createWorkspace();
  const { XDG_CACHE_HOME, HOME, PATH, GOPROXY, GOFLAGS, GOMODCACHE } = process.env;
  // Where it is for a person whose home is the workspace's.
  const XDG_STATE_HOME = workspace.path("home/.local/state");
  const env = { XDG_CACHE_HOME, XDG_STATE_HOME, HOME, PATH, GOPROXY, GOFLAGS, GOMODCACHE, CANARY_NAME: name };
  const canary = (argv: readonly string[]): Promise<CanaryRun> => runCanary(workspace, argv, { env });
  const start: TestCluster["start"] = (argv, onStart) => runCanary(workspace, argv, { env, onStart });
  const succeed = async (argv: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await canary(argv);
    if (exitCode !== 0) throw new Error(`canary ${argv.join(" ")} ended with ${exitCode}\n${stderr}`);
    return stdout;
  };
  const remove = async (): Promise<void> => {
    await canary(["cluster", "down"]);
    workspace.remove();
  };
  const read = async (): Promise<{ kubeconfig: string; binDirectory: string }> => {
    await succeed(["cluster", "up", ...(parts === undefined ? [] : ["--with", parts])]);
    const kubeconfig = (await succeed(["cluster", "kubeconfig"])).trim();
    const build = clusterBuildSchema.parse(JSON.parse(await succeed(["cluster", "build", "-o", "json"])));
    return { kubeconfig, binDirectory: build.binDirectory };
  };
  const { kubeconfig, binDirectory } = await read().catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const program = join(binDirectory, "kubectl");
  return {
    name,
    workspace,
    kubeconfig,
    binDirectory,
    canary,
    start,
    succeed,
    kubectl: (argv, input) => runProgram(program, ["--kubeconfig", kubeconfig, ...argv], input),
    remove,
  };
}

function runProgram(program: string, argv: readonly string[], input = ""): Promise<Printed> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, argv, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      error === null
        ? resolve({ stdout, stderr })
        : reject(new ProgramFailure(argv, error, { stdout, stderr })),
    );
    child.stdin?.end(input);
  });
}
