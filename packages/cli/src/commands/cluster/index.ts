import type { Command } from "../../command.ts";
import { clusterBuildCommand } from "./build.ts";
import { clusterDownCommand } from "./down.ts";
import { clusterEnvCommand } from "./env.ts";
import { clusterKubeconfigCommand } from "./kubeconfig.ts";
import { clusterLoadImageCommand } from "./load-image.ts";
import { clusterLogsCommand } from "./logs.ts";
import { clusterStatusCommand } from "./status.ts";
import { clusterUpCommand } from "./up.ts";

/** The verbs of `canary cluster`, in the order of the help. */
export const clusterCommands: readonly Command[] = [
  clusterUpCommand,
  clusterStatusCommand,
  clusterDownCommand,
  clusterEnvCommand,
  clusterKubeconfigCommand,
  clusterLoadImageCommand,
  clusterLogsCommand,
  clusterBuildCommand,
];
