import { envelope, EXIT_CODES } from "@canary/core";
import type { SyncedTask, SyncReport } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { Command, CommandInput } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { sayStoreNotice } from "../../output/say-store-notice.ts";
import { renderTable } from "../../output/table.ts";

/** `canary tasks sync`: document and store say the same again. */
export const tasksSyncCommand: Command = {
  path: ["tasks", "sync"],
  summary: "reconcile the boxes of the document with the store, both ways",
  description:
    "Parses the document, ticks the boxes of what was completed, completes what was ticked, and shows what changed on both sides. Conflicts are left as they are unless --prefer says who is right; exit code 6 while there are any.",
  arguments: [],
  options: [
    {
      name: "document",
      value: "ID",
      description: "this document; all for every one, the default one when left out",
    },
    { name: "dry-run", description: "show what would be done; write nothing" },
    {
      name: "prefer",
      value: "SIDE",
      description: "who is right where both changed",
      choices: ["store", "document"],
    },
  ],
  formats: TABLE_JSON_YAML,
  examples: ["canary tasks sync --dry-run", "canary tasks sync", "canary tasks sync --prefer store"],
  run: async (input, context) => {
    const { openProject } = await import("@canary/project");
    const { cwd, clock, configFile } = context;
    const project = openProject({
      cwd,
      clock,
      configFile,
      onNotice: (notice) => sayStoreNotice(notice, context),
    });
    const wanted = input.value("document");
    const ids = wanted === "all" ? project.store.read().documents.map(({ id }) => id) : [wanted];
    const options = { isDryRun: input.flag("dry-run"), ...preferenceOf(input) };
    const documents = ids.map((document) =>
      project.sync({ ...options, ...(document === undefined ? {} : { document }) }),
    );
    const hasConflict = documents.some(({ tasks }) => tasks.some(({ result }) => result === "conflict"));
    return {
      exitCode: hasConflict ? EXIT_CODES.conflict : EXIT_CODES.done,
      document: envelope("SyncReport", { documents }),
      text: () => documents.map((report) => renderReport(report, context)).join("\n"),
    };
  },
};

function preferenceOf(input: CommandInput): { readonly prefer?: "store" | "document" } {
  const side = input.value("prefer");
  return side === "store" || side === "document" ? { prefer: side } : {};
}

function renderReport(report: SyncReport, context: CliContext): string {
  const { out } = context;
  const { tasks, file, isDryRun } = report;
  const head = `${out.bold(file)}${isDryRun ? out.dim(" dry run: nothing was written") : ""}\n`;
  if (tasks.length === 0) return `${head}${out.good("document and store say the same")}\n`;
  const table = renderTable<SyncedTask>(
    tasks,
    [
      { title: "LINE", cell: ({ line }) => String(line), isOptional: true },
      { title: "ID", cell: ({ id }) => id, paint: out.accent },
      { title: "STORE", cell: ({ store }) => store },
      { title: "BOX", cell: ({ box }) => box },
      { title: "BEFORE", cell: ({ parsed }) => parsed, isOptional: true },
      {
        title: "RESULT",
        cell: (task) => resultOf(task, isDryRun),
        paint: (text, { result }) =>
          result === "conflict" || result === "refused" ? out.warn(text) : out.good(text),
        isFlexible: true,
      },
    ],
    context,
  );
  const conflicts = tasks.filter(({ result }) => result === "conflict").length;
  const advice =
    conflicts === 0
      ? ""
      : `\n${out.warn(`${conflicts} ${conflicts === 1 ? "conflict" : "conflicts"}`)}: settle with --prefer store or --prefer document, or change one side\n`;
  return `${head}${table}${advice}`;
}

function resultOf({ result, store, box, reason }: SyncedTask, isDryRun: boolean): string {
  const verb = isDryRun ? "would be " : "";
  switch (result) {
    case "box":
      return `box ${verb}${store === "completed" ? "ticked" : "emptied"}`;
    case "store":
      return `task ${verb}${box === "completed" ? "completed" : "reset"}`;
    case "conflict":
      return `conflict: the store says ${store}, the box ${box}`;
    case "refused":
      return `box stays: ${reason}`;
  }
}
