import { CanaryError, isCanaryError, PRIORITIES, TASK_STATUSES } from "@canary/core";
import type { Cluster } from "@canary/project";
import { readTasks } from "@canary/project/tasks";
import type { StoreSnapshot } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import type { Command } from "../command.ts";
import { completeWords, plain } from "../completion/complete-words.ts";
import type { CompletionSource } from "../completion/complete-words.ts";
import { completionScript, SHELLS } from "../completion/completion-script.ts";
import { projectFolderOf } from "../project-folder.ts";

const PROVIDERS: readonly Cluster["provider"][] = ["local", "kind"];
const SUBJECTS = [...SHELLS, "candidates"] as const;

/** `canary completion SHELL`: what a shell needs to complete words of canary; `known` gives the commands there are. */
export function createCompletionCommand(known: () => Pick<CompletionSource, "commands" | "groups">): Command {
  return {
    path: ["completion"],
    summary: "print what bash, zsh or fish needs to complete canary's words",
    description:
      "Commands, options, their values, ids of tasks, phases and documents. The script asks `canary completion candidates -- WORD…` at each Tab.",
    arguments: [
      { name: "shell", description: SHELLS.join(", "), isRequired: true },
      { name: "word", description: "for candidates: the words typed so far", isList: true },
    ],
    options: [],
    formats: ["text"],
    examples: [
      "canary completion bash",
      "canary completion zsh",
      "canary completion fish",
      "canary completion candidates -- tasks list --st",
    ],
    run: (input, context) => {
      const [wanted = "", ...words] = input.words;
      const subject = SUBJECTS.find((each) => each === wanted);
      if (subject === undefined) throw unknownShell(wanted);
      if (subject !== "candidates") return { text: () => completionScript(subject) };
      const source = { ...known(), valuesOf: createValueReader(context) };
      const lines = completeWords(words, source).map(({ word, description }) => `${word}\t${description}\n`);
      return { text: () => lines.join("") };
    },
  };
}

function unknownShell(wanted: string): CanaryError {
  return new CanaryError(`there is no completion for "${wanted}"`, {
    code: "CANARY_VALUE_UNKNOWN",
    hint: `Use one of: ${SHELLS.join(", ")}.`,
  });
}

/** Words of the store and of the domain; none where there is no store. */
function createValueReader(context: CliContext): CompletionSource["valuesOf"] {
  return (name) => {
    if (name === "status") return plain(TASK_STATUSES);
    if (name === "priority") return plain(PRIORITIES);
    if (name === "provider") return plain(PROVIDERS);
    if (name !== "id" && name !== "task" && name !== "phase" && name !== "document") return [];
    const snapshot = tryRead(context);
    if (snapshot === undefined) return [];
    if (name === "phase") return snapshot.phases.map(({ id, title }) => ({ word: id, description: title }));
    if (name === "document") return plain([...snapshot.documents.map(({ id }) => id), "all"]);
    return snapshot.tasks
      .filter(({ kind }) => kind === "task")
      .map(({ id, status, title }) => ({ word: id, description: `${status}: ${title.split("\n")[0]}` }));
  };
}

function tryRead(context: CliContext): StoreSnapshot | undefined {
  try {
    return readTasks({ cwd: projectFolderOf(context), clock: context.clock });
  } catch (error) {
    if (isCanaryError(error)) return undefined;
    throw error;
  }
}
