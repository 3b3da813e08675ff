import { isAbsolute, join, relative, resolve } from "node:path";
import type { Action } from "../playbook/step-schema.ts";
import type { EntryFiller } from "./entry-filler.ts";
import type { PlanContext } from "./plan-context.ts";
import type { LateReference, PlannedText } from "./planned-text.ts";
import type { TerraformAction, TerraformRoot } from "./plan.ts";

const LOCK_TIMEOUT_MS = 60_000;

interface TerraformPlace {
  readonly path: readonly PropertyKey[];
  readonly context: PlanContext;
  readonly filler: EntryFiller;
}

/** A terraform step: its root and the arguments that its plan is made with. */
export function planTerraform(
  action: Extract<Action, { kind: "terraform" }>,
  { filler, context, path: outer }: TerraformPlace,
): TerraformAction {
  const path = [...outer, "terraform"];
  const words: PlannedText[] = action.command === "destroy" ? ["-destroy"] : [];
  const secretVariables: Record<string, PlannedText> = {};
  for (const [name, text] of Object.entries(action.variables ?? {})) {
    const value = filler.fill(text, [...path, "variables", name]);
    if (holdsSecret(value)) secretVariables[name] = value;
    else words.push(prefixed(`-var=${name}=`, value));
  }
  for (const address of filler.fillAll(action.replace ?? [], [...path, "replace"])) {
    words.push(prefixed("-replace=", address));
  }
  const root = terraformRoot(filler.fillNow(action.root, [...path, "root"]), context);
  const lockTimeoutMs = action.lockTimeout ?? LOCK_TIMEOUT_MS;
  return {
    kind: "terraform",
    command: action.command,
    root,
    arguments: words,
    secretVariables,
    lockTimeoutMs,
  };
}

/** Each root has its data and state below the state directory, one set for each environment and cluster of it. */
export function terraformRoot(root: string, context: PlanContext): TerraformRoot {
  const directory = resolve(context.projectDirectory, root);
  const within = relative(context.projectDirectory, directory);
  const path = within === "" || isAbsolute(within) ? directory : within;
  const name = path.replaceAll(/[^A-Za-z0-9._-]+/g, "-");
  const { name: environment, values } = context.environment;
  const home = join(context.stateDirectory, "terraform", environment, values["cluster"] ?? "", name);
  return { directory, dataDirectory: join(home, "data"), statePath: join(home, "terraform.tfstate") };
}

function partsOf(text: PlannedText): readonly (string | LateReference)[] {
  return typeof text === "string" ? [text] : text;
}

function holdsSecret(text: PlannedText): boolean {
  return partsOf(text).some((part) => typeof part === "object" && "secret" in part);
}

function prefixed(prefix: string, text: PlannedText): PlannedText {
  return typeof text === "string" ? prefix + text : [prefix, ...text];
}
