import type { Command } from "../../command.ts";
import { CHANGE_COMMANDS } from "./change-commands.ts";
import { tasksExportCommand } from "./export.ts";
import { tasksGraphCommand } from "./graph.ts";
import { tasksHistoryCommand } from "./history.ts";
import { tasksListCommand } from "./list.ts";
import { tasksNextCommand } from "./next.ts";
import { tasksReportCommand } from "./report.ts";
import { tasksShowCommand } from "./show.ts";
import { tasksSyncCommand } from "./sync.ts";
import { tasksUndoCommand } from "./undo.ts";
import { tasksWavesCommand } from "./waves.ts";
import { tasksWhyCommand } from "./why.ts";

/** The verbs of `canary tasks`, in the order of the help. */
export const taskCommands: readonly Command[] = [
  tasksListCommand,
  tasksShowCommand,
  tasksNextCommand,
  ...CHANGE_COMMANDS,
  tasksWhyCommand,
  tasksGraphCommand,
  tasksWavesCommand,
  tasksReportCommand,
  tasksHistoryCommand,
  tasksUndoCommand,
  tasksSyncCommand,
  tasksExportCommand,
];
