export const OUTPUT_FORMATS = [
  "table",
  "json",
  "yaml",
  "jsonl",
  "text",
  "mermaid",
  "dot",
  "csv",
  "markdown",
  "junit",
  "sarif",
] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** What most commands can print. */
export const TABLE_JSON_YAML: readonly OutputFormat[] = ["table", "json", "yaml"];

const MACHINE_FORMATS: ReadonlySet<OutputFormat> = new Set<OutputFormat>(["json", "yaml", "jsonl"]);

/** Whether stdout is promised to hold data for machines even on failure; the other formats are texts. */
export function isMachineFormat(format: OutputFormat): boolean {
  return MACHINE_FORMATS.has(format);
}
