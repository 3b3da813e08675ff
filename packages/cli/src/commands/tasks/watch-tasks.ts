import { statSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES, isCanaryError } from "@canary/core";
import { findProjectRoot } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { CommandResult } from "../../command.ts";
import { projectFolderOf } from "../../project-folder.ts";

const LOOK_EVERY_MS = 250;
const CLEAR_SCREEN = "\u001b[2J\u001b[H";

/** Prints what `list` gives now and after each change of the store, until it is interrupted; jsonl as a document a line. */
export async function watchTasks(context: CliContext, list: () => CommandResult): Promise<CommandResult> {
  const file = join(findProjectRoot(projectFolderOf(context)), ".canary/tasks.json");
  let shown = versionOf(file);
  print(list(), context, true);
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const version = versionOf(file);
      if (version === shown) return;
      shown = version;
      printNext(list, context);
    }, LOOK_EVERY_MS);
    process.once("SIGINT", () => {
      clearInterval(timer);
      resolve();
    });
  });
  return { exitCode: EXIT_CODES.interrupted };
}

/** A store that cannot be read for the moment is said, and looked at again at its next change. */
function printNext(list: () => CommandResult, context: CliContext): void {
  try {
    print(list(), context, false);
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    context.say(context.err.warn(`note: ${error.message}`));
  }
}

function print({ document, text }: CommandResult, context: CliContext, isFirst: boolean): void {
  if (context.format === "jsonl") {
    context.print(`${JSON.stringify(document)}\n`);
    return;
  }
  const between = isFirst ? "" : "\n";
  const list = text?.() ?? "";
  const whole = typeof list === "string" ? list : [...list].join("");
  context.print(`${context.isOutTerminal ? CLEAR_SCREEN : between}${whole}`);
}

/** Every change renames a new file over the old one. */
function versionOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
}
