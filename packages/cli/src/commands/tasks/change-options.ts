import type { OptionSpec } from "../../command.ts";

/** What every verb takes that changes the status of tasks. */
export const CHANGE_OPTIONS: readonly OptionSpec[] = [
  { name: "message", short: "m", value: "TEXT", description: "why, for the history" },
  { name: "owner", value: "NAME", description: "note who owns it; an empty text removes the note" },
  { name: "note", value: "TEXT", description: "note something about it; an empty text removes the note" },
  { name: "by", value: "NAME", description: "in whose name; others' claims are respected then" },
  { name: "force", description: "change it although a rule is against it; the history says so" },
  {
    name: "write-back",
    description: "make its box in the document say the same; always with `writeBack: true` in canary.yaml",
  },
];
