import { CanaryError } from "@canary/core";
import type { PrdDocument } from "@canary/core";

/** Throws CANARY_PRD_INVALID where the content of the document has errors. */
export function refuseInvalid(file: string, document: PrdDocument): void {
  const errors = document.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const many = errors.length === 1 ? "an error" : `${errors.length} errors`;
  throw new CanaryError(`${file} has ${many} in its content; the store is unchanged`, {
    code: "CANARY_PRD_INVALID",
    hint: `Correct what \`canary parse --check ${file}\` names.`,
    details: { diagnostics: errors },
  });
}
