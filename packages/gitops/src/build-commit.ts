import { CanaryError, isCanaryError } from "@canary/core";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { FOLDERS } from "./places.ts";
import { requireProgram, runProgram } from "./run-program.ts";
import type { ProgramOptions } from "./run-program.ts";

export interface CommitSource {
  /** A folder of the working tree. */
  readonly directory: string;
  /** What is pushed: a revision, or the working tree as it is, without what Git ignores. */
  readonly from: { readonly revision: string } | "worktree";
  /** A folder for each component, with its upstream manifests; left out, the commit is the user's own, or that of the working tree. */
  readonly upstreamDirectory?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A commit that is in no repository yet: its objects are in a folder of their own, removed by `dispose`. */
export interface BuiltCommit {
  readonly commit: string;
  /** The commit of the user's that it stands on. */
  readonly base: string;
  /** Runs Git so that it sees the commit; returns what it printed. */
  git(args: readonly string[], options?: ProgramOptions): Promise<string>;
  /** Writes the commit's files below a folder of its own, and returns that. */
  checkOut(): Promise<string>;
  dispose(): Promise<void>;
}

/**
 * Makes the commit that Argo CD is to read: the chosen one and, on top of it, what the working tree has, and the upstream manifests
 * below `infra/platform/upstream`. The same input gives the same commit; the user's repository, index and files stay as they are.
 * Throws CANARY_GITOPS_REVISION_UNKNOWN.
 */
export async function buildCommit(source: CommitSource): Promise<BuiltCommit> {
  const root = await findRepository(source.directory);
  const temporary = await mkdtemp(path.join(tmpdir(), "canary-gitops-"));
  const dispose = async (): Promise<void> => rm(temporary, { recursive: true, force: true });
  try {
    const git = await gitOnTheSide(root, temporary, source.signal);
    const base = await resolveRevision(git, source.from === "worktree" ? "HEAD" : source.from.revision);
    await git(["read-tree", base]);
    if (source.from === "worktree") await git(["add", "--all"]);
    if (source.upstreamDirectory !== undefined) await addUpstream(git, source.upstreamDirectory);
    const isOwn = source.from !== "worktree" && source.upstreamDirectory === undefined;
    const commit = isOwn ? base : await writeCommit(git, base, additionsOf(source));
    const checkOut = async (): Promise<string> => {
      const folder = path.join(temporary, "tree");
      await mkdir(folder, { recursive: true });
      await git(["checkout-index", "--all", "--force", `--prefix=${folder}/`]);
      return folder;
    };
    return { commit, base, git, checkOut, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The full name of a commit of the repository that the folder is in. Throws CANARY_GITOPS_REVISION_UNKNOWN. */
export async function resolveCommit(
  directory: string,
  revision: string,
  signal?: AbortSignal,
): Promise<string> {
  const options = { cwd: await findRepository(directory), signal };
  const git: Git = async (args) => requireProgram("git", ["-c", "safe.directory=*", ...args], options);
  return resolveRevision(git, revision);
}

/**
 * Whether one commit is part of the history of another one of the repository that the folder is in; undefined when the
 * repository does not have both.
 */
export async function isAncestor(
  directory: string,
  commit: string,
  descendant: string,
): Promise<boolean | undefined> {
  const args = ["-c", "safe.directory=*", "merge-base", "--is-ancestor", commit, descendant];
  const { exitCode } = await runProgram("git", args, { cwd: await findRepository(directory) });
  return exitCode === 0 || exitCode === 1 ? exitCode === 0 : undefined;
}

async function findRepository(directory: string): Promise<string> {
  const args = ["-c", "safe.directory=*", "rev-parse", "--show-toplevel"];
  const result = await runProgram("git", args, { cwd: directory });
  if (result.exitCode === 0) return result.stdout.trim();
  throw new CanaryError(`${directory} is in no Git repository`, {
    code: "CANARY_GITOPS_REVISION_UNKNOWN",
    hint: "Argo CD reads commits: run `git init`, commit what is to be delivered, and try again.",
  });
}

type Git = (args: readonly string[], options?: ProgramOptions) => Promise<string>;

/** Git with an index and a folder for new objects of its own; what the repository has is seen, and never written to. */
async function gitOnTheSide(root: string, temporary: string, signal?: AbortSignal): Promise<Git> {
  const config = ["-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
  const inside = { cwd: root, signal };
  const objects = await requireProgram("git", [...config, "rev-parse", "--git-path", "objects"], inside);
  const env = {
    GIT_INDEX_FILE: path.join(temporary, "index"),
    GIT_OBJECT_DIRECTORY: path.join(temporary, "objects"),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: path.resolve(root, objects.trim()),
    GIT_TERMINAL_PROMPT: "0",
  };
  await mkdir(env.GIT_OBJECT_DIRECTORY);
  return async (args, options = {}) =>
    requireProgram("git", [...config, ...args], { ...inside, ...options, env: { ...env, ...options.env } });
}

async function resolveRevision(git: Git, revision: string): Promise<string> {
  try {
    return (await git(["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`])).trim();
  } catch (cause) {
    if (!isCanaryError(cause) || cause.code !== "CANARY_TOOL_FAILED") throw cause;
    throw new CanaryError(`"${revision}" is no commit of this repository`, {
      code: "CANARY_GITOPS_REVISION_UNKNOWN",
      hint: "Give a branch, a tag or a commit that `git log` knows; without any, HEAD must have a commit.",
      cause,
    });
  }
}

/** Each component's manifests and a kustomization that lists them, so that overlays can refer to the folder. */
async function addUpstream(git: Git, directory: string): Promise<void> {
  const components = await readdir(directory, { withFileTypes: true });
  for (const component of components.filter((entry) => entry.isDirectory())) {
    const files = (await readdir(path.join(directory, component.name))).filter(isManifest).sort();
    const resources = files.map((file) => `  - ${file}\n`).join("");
    const kustomization = `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${resources}`;
    const folder = path.join(FOLDERS.upstream, component.name);
    const list = await git(["hash-object", "-w", "--stdin"], { input: kustomization });
    await addBlob(git, path.join(folder, "kustomization.yaml"), list);
    for (const file of files) {
      const source = path.join(directory, component.name, file);
      await addBlob(git, path.join(folder, file), await git(["hash-object", "-w", "--no-filters", source]));
    }
  }
}

function isManifest(name: string): boolean {
  return /\.ya?ml$/.test(name) && name !== "kustomization.yaml";
}

async function addBlob(git: Git, file: string, blob: string): Promise<void> {
  await git(["update-index", "--add", "--cacheinfo", `100644,${blob.trim()},${file}`]);
}

function additionsOf({ from, upstreamDirectory }: CommitSource): string {
  const uncommitted = from === "worktree" ? ["what is not committed"] : [];
  const upstream = upstreamDirectory === undefined ? [] : ["the upstream manifests of the platform"];
  return [...uncommitted, ...upstream].join(" and ");
}

/** The author and the time are those of the base, so that the same tree on it is the same commit. */
async function writeCommit(git: Git, base: string, additions: string): Promise<string> {
  const tree = (await git(["write-tree"])).trim();
  const [name = "", email = "", date = "", subject = ""] = (
    await git(["show", "--no-patch", "--format=%an%n%ae%n%cI%n%s", base])
  ).split("\n");
  const who = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date };
  const committer = {
    GIT_COMMITTER_NAME: "canary",
    GIT_COMMITTER_EMAIL: "canary@localhost",
    GIT_COMMITTER_DATE: date,
  };
  const message = `${subject}\n\nWith ${additions}.\nBase-Commit: ${base}\n`;
  const env = { ...who, ...committer };
  return (await git(["commit-tree", tree, "-p", base, "-F", "-"], { input: message, env })).trim();
}
