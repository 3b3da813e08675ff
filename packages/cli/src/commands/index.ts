import type { Command } from "../command.ts";
import { approveCommand } from "./approve.ts";
import { clusterCommands } from "./cluster/index.ts";
import { createCompletionCommand } from "./completion.ts";
import { doctorCommand } from "./doctor.ts";
import { gitopsCommands } from "./gitops/index.ts";
import { hostsCommand } from "./hosts.ts";
import { openCommand } from "./open.ts";
import { parseCommand } from "./parse.ts";
import { planCommand } from "./plan/plan.ts";
import { runCommand } from "./run/run.ts";
import { playbookCheckCommand } from "./playbook/check.ts";
import { playbookNewCommand } from "./playbook/new.ts";
import { verifyCommand } from "./verify/verify.ts";
import { taskCommands } from "./tasks/index.ts";
import { runsListCommand } from "./runs/list.ts";
import { runsLogsCommand } from "./runs/logs.ts";
import { runsShowCommand } from "./runs/show.ts";

/** Words that hold further verbs. */
export const COMMAND_GROUPS: Readonly<Record<string, string>> = {
  tasks: "read and change the tasks of the store",
  playbook: "check playbooks, and begin entries",
  runs: "look at what was run: outcomes, attempts, logs",
  cluster: "build, start, stop and inspect a Kubernetes on this machine",
  gitops: "install Argo CD, and say what it delivers",
};

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  parseCommand,
  ...taskCommands,
  planCommand,
  runCommand,
  approveCommand,
  runsListCommand,
  runsShowCommand,
  runsLogsCommand,
  verifyCommand,
  playbookCheckCommand,
  playbookNewCommand,
  ...clusterCommands,
  ...gitopsCommands,
  hostsCommand,
  openCommand,
  doctorCommand,
  createCompletionCommand(() => ({ commands: COMMANDS, groups: COMMAND_GROUPS })),
];
