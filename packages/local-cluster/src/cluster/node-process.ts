import { CanaryError } from "@canary/core";
import { execa } from "execa";
import { access, mkdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";
import { findProcesses, isRunning, readChildren, readProcess, signalProcess } from "../system/processes.ts";
import type { ProcessIdentity } from "../system/processes.ts";
import { lastLines } from "../system/run-command.ts";
import { SYSTEM_PATH } from "../system/system-path.ts";
import { waitUntil } from "../system/wait-until.ts";
import type { ClusterPaths } from "./cluster-paths.ts";
import type { NodeIdentity } from "./node-config.ts";

export interface NodeProcesses {
  /** `unshare`: it holds the namespaces, and its child is killed with it. */
  readonly holder: ProcessIdentity;
  /** The node's pid 1. */
  readonly node: ProcessIdentity;
}

export interface NodePrograms {
  readonly recipeDirectory: string;
  readonly binDirectory: string;
  readonly imagesDirectory: string;
}

const START_SCRIPT = "node/start.sh";
const NAMESPACES = ["--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "--mount-proc"];

/** Starts the node in namespaces of its own, detached from this process. Throws CANARY_CLUSTER_START_FAILED. */
export async function spawnNode(
  node: NodeIdentity,
  paths: ClusterPaths,
  programs: NodePrograms,
): Promise<NodeProcesses> {
  await mkdir(paths.logs, { recursive: true });
  await mkdir(paths.images, { recursive: true });
  const script = path.join(programs.recipeDirectory, START_SCRIPT);
  const subprocess = execa("unshare", [...NAMESPACES, "--kill-child=KILL", "bash", script, paths.directory], {
    cwd: "/",
    detached: true,
    cleanup: false,
    reject: false,
    env: nodeEnvironment(node, programs),
    extendEnv: false,
    stdio: "ignore",
  });
  subprocess.unref();
  const hasEnded = (): boolean => subprocess.exitCode !== null || subprocess.signalCode !== null;
  const found = await waitUntil(async () => (hasEnded() ? "ended" : identifyNode(subprocess.pid ?? 0)), {
    timeoutMs: 5_000,
    everyMs: 10,
  });
  if (found === "ended") throw await nodeFailure("the node ended", paths);
  if (found === undefined) throw await nodeFailure("the node's namespaces could not be made", paths);
  return found;
}

/** Kills the node and all that runs in it; true when something was running. Throws CANARY_CLUSTER_STOP_FAILED. */
export async function killNode(stateDirectory: string): Promise<boolean> {
  const processes = await findNodeProcesses(stateDirectory);
  // the oldest holds the namespaces: it collects the node's first process and ends by itself, or else is killed too
  for (const found of processes.slice(0, -1)) await signalProcess(found, "SIGKILL");
  if (await haveEnded(processes, 2_000)) return processes.length > 0;
  for (const found of processes) await signalProcess(found, "SIGKILL");
  if (await haveEnded(processes, 15_000)) return true;
  throw new CanaryError(`processes of the node do not end: ${processes.map(({ pid }) => pid).join(", ")}`, {
    code: "CANARY_CLUSTER_STOP_FAILED",
    hint: "They hang in the kernel (state D): see `ps -o pid,stat,wchan,args`, then run `canary cluster down` again.",
  });
}

/** `start.sh` with this state directory, and what holds its namespaces. */
async function findNodeProcesses(stateDirectory: string): Promise<readonly ProcessIdentity[]> {
  return findProcesses((args) => {
    const script = args.findIndex((argument) => argument.endsWith(`/${START_SCRIPT}`));
    return script !== -1 && args[script + 1] === stateDirectory;
  });
}

/**
 * The first process of a pid namespace has ended only when all others in it have. It has no arguments any more while it
 * waits for them, so that it has to be known by its number.
 */
async function haveEnded(processes: readonly ProcessIdentity[], timeoutMs: number): Promise<boolean> {
  const isNoneLeft = async (): Promise<boolean> => {
    const running = await Promise.all(processes.map(isRunning));
    return !running.includes(true);
  };
  return (await waitUntil(isNoneLeft, { timeoutMs, everyMs: 20 })) === true;
}

/** An error with the last lines that the node, or the program of it that ended last, printed. */
export async function nodeFailure(message: string, paths: ClusterPaths): Promise<CanaryError> {
  const exits = await readFile(paths.exits, "utf8").catch(() => "");
  const ended = lastLines(exits, 1).split(" ")[1];
  const log = ended === undefined ? nodeLog(paths) : path.join(paths.logs, `${ended}.log`);
  const said = lastLines(await readFile(log, "utf8").catch(() => ""), 10);
  return new CanaryError(
    `${message}${said === "" ? "" : `; the last lines of ${path.basename(log)}:\n${said}`}`,
    {
      code: "CANARY_CLUSTER_START_FAILED",
      hint: `Read the logs in ${paths.logs}; \`canary doctor\` checks what the host must have.`,
      details: { logs: paths.logs, ...(ended !== undefined && { program: ended }) },
    },
  );
}

function nodeLog(paths: ClusterPaths): string {
  return path.join(paths.logs, "node.log");
}

async function identifyNode(pid: number): Promise<NodeProcesses | undefined> {
  const [own, theirs] = await Promise.all([readNamespace("self"), readNamespace(`${pid}`)]);
  const [child] = await readChildren(pid);
  if (theirs === undefined || own === theirs || child === undefined) return undefined;
  const [holder, node] = await Promise.all([readProcess(pid), readProcess(child)]);
  return holder === undefined || node === undefined ? undefined : { holder, node };
}

async function readNamespace(pid: string): Promise<string | undefined> {
  return readlink(`/proc/${pid}/ns/net`).catch(() => undefined);
}

/** Nothing of the caller's environment: a proxy, say, must not be used from inside. */
function nodeEnvironment({ nodeName, plan }: NodeIdentity, programs: NodePrograms): NodeJS.ProcessEnv {
  return {
    PATH: SYSTEM_PATH,
    HOME: "/run",
    BIN: programs.binDirectory,
    BUILT_IMAGES: programs.imagesDirectory,
    NODE_NAME: nodeName,
    NODE_IP: plan.nodeIp,
    LINK_PREFIX: `${plan.linkPrefix}`,
    POD_CIDR: plan.podCidr,
    SERVICE_CIDR: plan.serviceCidr,
  };
}

/** Where the CNI plug-ins are: Debian has them in /usr/lib/cni, others in /opt/cni/bin. */
export async function findCniPlugins(
  candidates: readonly string[] = ["/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni"],
): Promise<string | undefined> {
  for (const directory of candidates) {
    const hasPlugin = await access(path.join(directory, "ptp")).then(
      () => true,
      () => false,
    );
    if (hasPlugin) return directory;
  }
  return undefined;
}
