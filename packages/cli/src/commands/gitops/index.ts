import type { Command } from "../../command.ts";
import { gitopsBootstrapCommand } from "./bootstrap.ts";
import { gitopsPushCommand } from "./push.ts";
import { gitopsStatusCommand } from "./status.ts";

/** The verbs of `canary gitops`, in the order of the help. */
export const gitopsCommands: readonly Command[] = [
  gitopsBootstrapCommand,
  gitopsPushCommand,
  gitopsStatusCommand,
];
