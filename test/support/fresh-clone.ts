import { execFile, execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, RunCanaryOptions, Workspace } from "@canary/testkit";
import { ROOT } from "./markdown.ts";

/** The project as somebody has it who just cloned it, with the state of its cluster in a folder of the test's. */
export interface FreshClone {
  readonly workspace: Workspace;
  /** Where the clone is, or a file of it. */
  readonly path: (...parts: string[]) => string;
  readonly make: (verb: string, env?: Readonly<Record<string, string>>) => Promise<MakeRun>;
  /** Runs the clone's own program in the clone. */
  readonly canary: (argv: readonly string[], onStart?: RunCanaryOptions["onStart"]) => Promise<CanaryRun>;
  readonly git: (...argv: readonly string[]) => string;
}

export interface MakeRun {
  /** Of the program that make ran, or make's own; 0 when it ended well. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Copies what Git has, or would have, of this repository and commits it; `cluster` is the name of the clone's cluster. */
export function createFreshClone(cluster: string): FreshClone {
  const workspace = createWorkspace();
  const path = (...parts: string[]): string => workspace.path("clone", ...parts);
  mkdirSync(workspace.path("links"));
  // Another program of that name, which comes first on PATH.
  chmodSync(workspace.write("other/canary", "#!/bin/sh\n"), 0o755);
  const git = (...argv: readonly string[]): string => {
    const person = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
    return execFileSync("git", [...person, ...argv], { cwd: path(), encoding: "utf8", stdio: "pipe" });
  };
  copyTree(path());
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "clone");

  const environment = {
    ...process.env,
    PATH: `${workspace.path("other")}:${workspace.path("links")}:${process.env["PATH"]}`,
    XDG_STATE_HOME: workspace.path("state"),
    // What was built, and where Go keeps its modules, is the machine's.
    XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"],
    CLUSTER: cluster,
    CANARY_CLUSTER: cluster,
    CANARY_NAME: cluster,
  };
  return {
    workspace,
    path,
    git,
    make: (verb, env = {}) => make(path(), verb, { ...environment, ...env }),
    canary: (argv, onStart) =>
      runCanary(workspace, argv, {
        program: path("bin/canary"),
        cwd: path(),
        env: environment,
        ...(onStart && { onStart }),
      }),
  };
}

function copyTree(clone: string): void {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", list, { cwd: ROOT, encoding: "utf8" });
  for (const file of files.split("\0").filter((name) => name !== "" && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(ROOT, file), join(clone, file), { dereference: false });
  }
}

function make(cwd: string, verb: string, env: NodeJS.ProcessEnv): Promise<MakeRun> {
  return new Promise((resolve) => {
    execFile("make", [verb], { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const status = typeof error?.code === "number" ? error.code : Number(error !== null);
      resolve({ status, stdout, stderr });
    });
  });
}
