import { CanaryError } from "@canary/core";
import type { Command, CommandInput } from "../command.ts";
import type { OutputFormat } from "../output/format.ts";
import { sayStoreNotice } from "../output/say-store-notice.ts";

/** `canary parse [FILE…|-]`: documents, and their tasks into the store; or only what is to be said about them. */
export const parseCommand: Command = {
  path: ["parse"],
  summary: "parse PRDs and merge their tasks into the store, or check them",
  description:
    "Reads Markdown PRDs, reports what it found, and merges their tasks into .canary: what was done stays done. With several files all are merged or, when one has errors, none. With -o json or yaml it prints the whole document.",
  arguments: [
    {
      name: "file",
      description: "Markdown files, or - for stdin; canary.yaml's document when left out",
      isList: true,
    },
  ],
  options: [
    { name: "dry-run", description: "show what would change in the store; write nothing" },
    {
      name: "check",
      description: "as a linter: only print what is wrong or odd; errors end with exit code 1",
    },
    { name: "max-warnings", value: "N", description: "with --check: more warnings than this fail too" },
    { name: "explain", value: "LINE", description: "say how this line of the file was read, and why" },
    { name: "stdin-name", value: "FILE", description: "the file that - stands for" },
  ],
  formats: ["table", "json", "yaml", "sarif"],
  examples: [
    "canary parse PRD.md",
    "canary parse PRD.md docs/shop.md --dry-run",
    "canary parse PRD.md -o json",
    "canary parse --check --max-warnings 0 PRD.md",
    "canary parse --check -o sarif PRD.md",
    "canary parse --explain 12 PRD.md",
    "git show HEAD:PRD.md | canary parse --check - --stdin-name PRD.md",
  ],
  run: async (input, context) => {
    checkCombination(input, context.format);
    const { openDocuments } = await import("@canary/project/documents");
    const { readSources } = await import("./parse/read-sources.ts");
    const { cwd, clock, configFile } = context;
    const work = {
      documents: await openDocuments({
        cwd,
        clock,
        configFile,
        onNotice: (notice) => sayStoreNotice(notice, context),
      }),
      sources: await readSources(input),
    };
    if (input.flag("check")) return (await import("./parse/check.ts")).checkDocuments(work, input, context);
    if (input.value("explain") !== undefined)
      return (await import("./parse/explain.ts")).explainDocument(work, input, context);
    return (await import("./parse/merge.ts")).mergeDocuments(work, input, context);
  },
};

/** Options that say what others cannot mean together. */
function checkCombination(input: CommandInput, format: OutputFormat): void {
  const isCheck = input.flag("check");
  const faults: readonly (readonly [boolean, string, string])[] = [
    [
      isCheck && input.value("explain") !== undefined,
      "--check and --explain are two questions",
      "Ask one at a time.",
    ],
    [
      !isCheck && input.value("max-warnings") !== undefined,
      "--max-warnings counts what --check finds",
      "Add --check.",
    ],
    [!isCheck && format === "sarif", "-o sarif has the findings of --check", "Add --check."],
    [
      input.value("stdin-name") !== undefined && !input.words.includes("-"),
      "--stdin-name names what is read from stdin",
      "Give - as the file.",
    ],
  ];
  const fault = faults.find(([isWrong]) => isWrong);
  if (fault !== undefined) throw new CanaryError(fault[1], { code: "CANARY_USAGE", hint: fault[2] });
}
