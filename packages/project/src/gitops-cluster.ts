import { dirname, join } from "node:path";
import { CanaryError, shortHash } from "@canary/core";
import type { Overlay, Target } from "@canary/gitops";
import { chooseTarget } from "./choose-cluster.ts";
import type { ChooseClusterOptions, ClusterChoice, Environment } from "./choose-cluster.ts";
import { contextFault } from "./cluster-fault.ts";
import { openProjectCluster } from "./clusters.ts";
import { readConfig } from "./read-config.ts";
import { environmentTarget } from "./run-environment.ts";

/** A cluster that runs, with what GitOps verbs need of it. */
export interface GitOpsCluster {
  /** Its name; of one that is there already that of the environment. */
  readonly name: string;
  /** The environment of a cluster that is there already; null for one that canary makes. */
  readonly environment: string | null;
  /** Whether a person has to say yes before it is changed. */
  readonly isProtected: boolean;
  readonly target: Target;
  readonly overlay: Overlay;
  /** Of Argo CD's user admin; it is there once Argo CD is installed. */
  readonly passwordFile: string;
  /** The project's folder, whose Git repository is delivered. */
  readonly root: string;
}

export interface OpenGitOpsOptions extends ChooseClusterOptions {
  /** Aborted, it ends what is done with the cluster: its reason is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * The cluster that a GitOps verb means. Throws CANARY_CLUSTER_NOT_FOUND when it does not run, or has no kubeconfig, and
 * CANARY_CONTEXT_WRONG when that does not have the environment's context.
 */
export async function openGitOpsCluster(options: OpenGitOpsOptions): Promise<GitOpsCluster> {
  const chosen = chooseTarget(options);
  const cluster =
    chosen.kind === "made"
      ? await openMade(chosen, readConfig(options.cwd, options.configFile).root)
      : openExisting(chosen.environment, chosen.root);
  const { signal } = options;
  return signal === undefined ? cluster : { ...cluster, target: { ...cluster.target, signal } };
}

async function openMade(choice: ClusterChoice, root: string): Promise<GitOpsCluster> {
  const cluster = openProjectCluster(choice);
  const status = await cluster.status();
  if (status.state === "absent" || status.state === "dead") {
    throw new CanaryError(`the cluster "${choice.name}" is ${status.state}`, {
      code: "CANARY_CLUSTER_NOT_FOUND",
      hint: `Start it with \`canary cluster up --provider ${choice.provider} --name ${choice.name}\`, or name another with --name.`,
    });
  }
  const isLocal = choice.provider === "local" && status.binDirectory !== undefined;
  return {
    name: choice.name,
    environment: null,
    isProtected: false,
    target: {
      kubectl: isLocal ? join(status.binDirectory, "kubectl") : "kubectl",
      kubeconfig: cluster.kubeconfigPath,
      isHere: true,
      bootstrapCommand: `canary gitops bootstrap --provider ${choice.provider} --name ${choice.name}`,
    },
    overlay: choice.provider === "local" ? "local" : "remote",
    passwordFile: join(cluster.stateDirectory, PASSWORD),
    root,
  };
}

const PASSWORD = "argocd-admin-password";

function openExisting(environment: Environment, root: string): GitOpsCluster {
  const { name } = environment;
  const { kubeconfig, context } = environmentTarget(environment, null, root);
  const fault = contextFault({ name, kubeconfig, context, cluster: null });
  if (fault !== undefined) throw fault;
  const { stateDirectory } = openProjectCluster({ name: "canary", provider: "local" });
  const folder = `${name}-${shortHash(`${kubeconfig} ${context}`)}`;
  return {
    name,
    environment: name,
    isProtected: environment.protected,
    target: {
      kubectl: "kubectl",
      kubeconfig,
      bootstrapCommand: `canary gitops bootstrap --env ${name}${environment.protected ? " --yes" : ""}`,
      ...(context === null ? {} : { context }),
    },
    overlay: "remote",
    passwordFile: join(dirname(dirname(stateDirectory)), "environments", folder, PASSWORD),
    root,
  };
}
