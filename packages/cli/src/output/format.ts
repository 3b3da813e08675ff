export const OUTPUT_FORMATS = ["table", "json", "yaml", "jsonl"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** What most commands can print. */
export const TABLE_JSON_YAML: readonly OutputFormat[] = ["table", "json", "yaml"];

/** Whether stdout is promised to hold data for machines even on failure. */
export function isMachineFormat(format: OutputFormat): boolean {
  return format !== "table";
}
