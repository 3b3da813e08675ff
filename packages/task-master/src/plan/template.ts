import { nearest } from "@canary/core";
import type { LateReference, PlannedText } from "./planned-text.ts";

/** The names that templates may use. */
export interface TemplateNames {
  /** Values by full name, such as `env.cluster` or `canary`. */
  readonly values: ReadonlyMap<string, string>;
  /** Tasks that have outputs. */
  readonly outputTasks: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
  /** Values by full name that need a program which is not here. */
  readonly unavailable: ReadonlyMap<string, string>;
}

export type TemplateResult =
  | { readonly ok: true; readonly text: PlannedText }
  | { readonly ok: false; readonly name: string; readonly candidates: readonly string[] };

const TEMPLATE = /\$\$\{|\$\{([^}]*)\}/g;
const OUTPUT = /^tasks\.(.+)\.outputs\.([A-Za-z_][\w-]*)$/;

/** `${name}` replaced by values; `$${` stands for `${`. Outputs and secrets stay references. */
export function fillTemplate(text: string, names: TemplateNames): TemplateResult {
  if (!text.includes("${")) return { ok: true, text };
  const parts: (string | LateReference)[] = [];
  let end = 0;
  for (const match of text.matchAll(TEMPLATE)) {
    const name = match[1]?.trim();
    const part = name === undefined ? "${" : lookUp(name, names);
    if (part === undefined)
      return { ok: false, name: name ?? "", candidates: candidatesFor(name ?? "", names) };
    parts.push(text.slice(end, match.index), part);
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return { ok: true, text: joined(parts) };
}

function lookUp(name: string, names: TemplateNames): string | LateReference | undefined {
  const value = names.values.get(name);
  if (value !== undefined) return value;
  const needs = names.unavailable.get(name);
  if (needs !== undefined) return { name, needs };
  const secret = name.startsWith("secret.") ? name.slice("secret.".length) : undefined;
  if (secret !== undefined && names.secrets.has(secret)) return { secret };
  const [, task = "", output = ""] = OUTPUT.exec(name) ?? [];
  return names.outputTasks.has(task) ? { task, output } : undefined;
}

function candidatesFor(name: string, names: TemplateNames): readonly string[] {
  const secrets = [...names.secrets].map((secret) => `secret.${secret}`);
  const outputs = [...names.outputTasks].map((task) => `tasks.${task}.outputs.NAME`);
  return nearest(name, [...names.values.keys(), ...secrets, ...outputs]);
}

/** Neighbouring strings joined; one string when nothing is late. */
function joined(parts: readonly (string | LateReference)[]): PlannedText {
  const result: (string | LateReference)[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === "string" && typeof last === "string") result[result.length - 1] = last + part;
    else if (part !== "") result.push(part);
  }
  if (result.length === 0) return "";
  const [only] = result;
  return result.length === 1 && typeof only === "string" ? only : result;
}
