import type { TaskStatus } from "@canary/core";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { CHANGE_OPTIONS } from "./change-options.ts";
import { changeTasks } from "./change-tasks.ts";
import { TASK_IDS } from "./task-arguments.ts";
import { tasksUpdateCommand } from "./update.ts";

interface ShortForm {
  readonly verb: string;
  readonly status: TaskStatus;
  readonly summary: string;
  readonly examples: readonly string[];
}

const SHORT_FORMS: readonly ShortForm[] = [
  {
    verb: "start",
    status: "in_progress",
    summary: "say that tasks are being worked on",
    examples: ["canary tasks start docs-faq --owner ann", "canary tasks start 2.3 2.4"],
  },
  {
    verb: "complete",
    status: "completed",
    summary: "say that tasks are done",
    examples: [
      'canary tasks complete docs-faq --message="reviewed by Ann"',
      "canary tasks complete 2.3 2.4 --write-back",
    ],
  },
  {
    verb: "fail",
    status: "failed",
    summary: "say that tasks failed",
    examples: ['canary tasks fail docs-faq --message="the links are dead"'],
  },
  {
    verb: "skip",
    status: "skipped",
    summary: "leave tasks out; what depends on them may start",
    examples: ['canary tasks skip docs-faq --message="nobody asks"'],
  },
  {
    verb: "reset",
    status: "pending",
    summary: "make tasks pending again, and give back claims on them",
    examples: ["canary tasks reset docs-faq"],
  },
];

/** `canary tasks update` and its short forms, `start` to `reset`. */
export const CHANGE_COMMANDS: readonly Command[] = [
  tasksUpdateCommand,
  ...SHORT_FORMS.map(({ verb, status, summary, examples }): Command => ({
    path: ["tasks", verb],
    summary,
    description: `The same as \`canary tasks update ID --status=${status}\`: all of the tasks change, or none.`,
    arguments: [TASK_IDS],
    options: CHANGE_OPTIONS,
    formats: TABLE_JSON_YAML,
    examples,
    run: (input, context) => changeTasks(status, input, context),
  })),
];
