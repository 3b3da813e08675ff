export { LIKENESS_THRESHOLD } from "./identity/likeness.ts";
export { reconcile } from "./identity/reconcile.ts";
export type { MatchKind, Reconciliation, TaskMatch } from "./identity/reconcile.ts";
export { parsePrdText } from "./parse-prd-text.ts";
export type { ParsedPrd, ParsePrdOptions } from "./parse-prd-text.ts";
