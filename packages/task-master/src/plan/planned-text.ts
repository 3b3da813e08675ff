/** What is known only when the run gets there: an output of an earlier task, a secret, or a value that needs a program. */
export type LateReference =
  | { readonly task: string; readonly output: string }
  | { readonly secret: string }
  | { readonly name: string; readonly needs: string };

/** Text of a plan: whole, or in parts where some are known later. */
export type PlannedText = string | readonly (string | LateReference)[];

/** The text for a reader: what is known later says so, and a secret is `***`. */
export function showText(text: PlannedText): string {
  if (typeof text === "string") return text;
  return text.map((part) => (typeof part === "string" ? part : showReference(part))).join("");
}

function showReference(reference: LateReference): string {
  if ("secret" in reference) return "***";
  return "needs" in reference
    ? `(known once ${reference.needs} is installed)`
    : `(known after ${reference.task})`;
}

/** The text with each late part replaced by what `resolve` gives for it. */
export async function resolveText(
  text: PlannedText,
  resolve: (reference: LateReference) => Promise<string>,
): Promise<string> {
  if (typeof text === "string") return text;
  const parts: string[] = [];
  for (const part of text) parts.push(typeof part === "string" ? part : await resolve(part));
  return parts.join("");
}
