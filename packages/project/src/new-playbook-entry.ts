import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { CanaryError } from "@canary/core";
import { findTask } from "@canary/task-manager";
import { parsePlaybook } from "@canary/task-master";
import type { Playbook } from "@canary/task-master";
import { entryText } from "./entry-text.ts";
import type { EntryTool } from "./entry-text.ts";
import type { ProjectRunDeps } from "./project-run.ts";
import { examinePlaybooks, playbookFiles } from "./read-playbooks.ts";

export interface NewEntryOptions {
  /** Absolute; by default a file of the task's phase in the folder of playbooks. */
  readonly file?: string | undefined;
  readonly tool?: EntryTool;
}

/** An entry for a task that has none, and the file that holds it. */
export interface NewEntry {
  readonly task: string;
  /** Relative to the project. */
  readonly file: string;
  /** Of the entry alone. */
  readonly text: string;
  /** Puts it into the file, which is made where there is none. */
  write(): void;
}

/**
 * A first entry for this task, to be filled in: its verify step fails until it is. Throws CANARY_TASK_…, and CANARY_USAGE
 * where the task has an entry already or the file cannot take one at its end.
 */
export function newPlaybookEntry(
  { project, store }: ProjectRunDeps,
  id: string,
  options: NewEntryOptions,
): NewEntry {
  const { root, config } = project;
  const task = findTask(store.read(), id);
  const folder = join(root, config.playbooks);
  const path = options.file ?? resolve(folder, `${task.phase ?? "tasks"}.yaml`);
  const file = relative(root, path);
  const { playbooks } = examinePlaybooks(playbookFiles(folder), root);
  refuseSecond(playbooks, [task.id, ...task.aliases]);
  const text = entryText(task, options.tool ?? "command");
  const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const after = before === undefined ? `${HEAD}${text}` : `${before.trimEnd()}\n\n${text}`;
  refuseBroken(before, after, { file, id: task.id });
  return {
    task: task.id,
    file,
    text,
    write: () => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, after);
      renameSync(`${path}.new`, path);
    },
  };
}

const HEAD = "apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n";

function refuseSecond(playbooks: readonly Playbook[], names: readonly string[]): void {
  for (const { file, tasks, locateKey } of playbooks) {
    const key = names.find((name) => Object.hasOwn(tasks, name));
    if (key === undefined) continue;
    const { line, column } = locateKey(["tasks", key]);
    throw new CanaryError(`task "${key}" has an entry already, at ${file}:${line}:${column}`, {
      code: "CANARY_USAGE",
      hint: "Change that one.",
      details: { file, line, column },
    });
  }
}

/** The entry is put behind the last line: that is only right where `tasks` is a block at the end of the file. */
function refuseBroken(
  before: string | undefined,
  after: string,
  { file, id }: { readonly file: string; readonly id: string },
): void {
  const keysOf = (text: string): readonly string[] =>
    Object.keys(parsePlaybook(text, file).playbook?.tasks ?? {});
  const kept = before === undefined ? [] : keysOf(before);
  const now = keysOf(after);
  if (now.includes(id) && kept.every((key) => now.includes(key)) && now.length === kept.length + 1) return;
  throw new CanaryError(`${file} cannot take an entry at its end`, {
    code: "CANARY_USAGE",
    hint: "Correct the file (canary playbook check), name another one with --file, or print the entry with --dry-run and paste it.",
    details: { file },
  });
}
