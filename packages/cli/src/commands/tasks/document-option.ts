import type { CommandInput } from "../../command.ts";

/** What `--document` means: undefined for the default one, null for every one (`all`). */
export function documentOption(input: CommandInput): string | null | undefined {
  const document = input.value("document");
  return document === "all" ? null : document;
}
