import { CanaryError } from "@canary/core";
import type { PrdTask } from "@canary/core";
import type { Playbook } from "../playbook/parse-playbook.ts";
import type { PlaybookEntry } from "../playbook/playbook-schema.ts";
import { EntryFiller } from "./entry-filler.ts";
import type { PlanContext } from "./plan-context.ts";
import { terraformRoot } from "./plan-terraform.ts";
import type { TerraformRoot } from "./plan.ts";
import type { TemplateNames } from "./template.ts";

/** An entry with the file that it stands in. */
export interface LocatedEntry {
  readonly key: string;
  readonly entry: PlaybookEntry;
  readonly playbook: Playbook;
}

/** All entries by task id; throws CANARY_PLAYBOOK_INVALID when two playbooks have an entry for the same task. */
export function entriesById(playbooks: readonly Playbook[]): ReadonlyMap<string, LocatedEntry> {
  const entries = new Map<string, LocatedEntry>();
  for (const playbook of playbooks) {
    for (const [key, entry] of Object.entries(playbook.tasks)) {
      const other = entries.get(key);
      if (other !== undefined) refuseSecond(key, playbook, other.playbook);
      entries.set(key, { key, entry, playbook });
    }
  }
  return entries;
}

/** The entry of a task: by its id, else by one of its aliases. */
export function entryOf(task: PrdTask, entries: ReadonlyMap<string, LocatedEntry>): LocatedEntry | undefined {
  const key = [task.id, ...task.aliases].find((name) => entries.has(name));
  return key === undefined ? undefined : entries.get(key);
}

/** The names that a template may use, by the id of the phase that its task belongs to. */
export function namesOf(
  entries: ReadonlyMap<string, LocatedEntry>,
  context: PlanContext,
): (phase: string | null) => TemplateNames {
  const outputTasks = new Set([...entries.values()].filter(hasTerraform).map(({ key }) => key));
  const secrets = new Set(context.secrets ?? []);
  const common: readonly (readonly [string, string])[] = [
    ["canary", context.canaryProgram],
    ["project.directory", context.projectDirectory],
    ...Object.entries(context.environment.values).map(([key, value]) => [`env.${key}`, value] as const),
    ...Object.entries(context.variables ?? {}).map(([key, value]) => [`var.${key}`, value] as const),
  ];
  const unavailable = new Map(
    Object.entries(context.environment.unavailable ?? {}).map(([key, needs]) => [`env.${key}`, needs]),
  );
  const byPhase = new Map<string | null, TemplateNames>();
  return (id) => {
    const known = byPhase.get(id);
    if (known !== undefined) return known;
    const phase = context.phases?.find((one) => one.id === id);
    const own =
      phase === undefined
        ? []
        : Object.entries(phase).map(([key, value]) => [`phase.${key}`, String(value)] as const);
    const names = { values: new Map([...common, ...own]), outputTasks, secrets, unavailable };
    byPhase.set(id, names);
    return names;
  };
}

/** Where the outputs of each task with terraform steps can be read. */
export function outputsOf(
  entries: ReadonlyMap<string, LocatedEntry>,
  names: TemplateNames,
  context: PlanContext,
): Readonly<Record<string, readonly TerraformRoot[]>> {
  const roots: Record<string, readonly TerraformRoot[]> = {};
  for (const located of entries.values()) {
    if (!hasTerraform(located)) continue;
    const filler = new EntryFiller(located.playbook, names, []);
    roots[located.key] = located.entry.run.flatMap(({ action }) =>
      action.kind === "terraform" ? [terraformRoot(filler.fillNow(action.root, []), context)] : [],
    );
  }
  return roots;
}

function hasTerraform({ entry }: LocatedEntry): boolean {
  return entry.run.some(({ action }) => action.kind === "terraform" && action.command === "apply");
}

function refuseSecond(key: string, second: Playbook, first: Playbook): never {
  const place = second.locateKey(["tasks", key]);
  const [here, there] = [second, first].map((one) => {
    const { line, column } = one.locateKey(["tasks", key]);
    return `${one.file}:${line}:${column}`;
  });
  throw new CanaryError(`${here}: task "${key}" has an entry already, at ${there}`, {
    code: "CANARY_PLAYBOOK_INVALID",
    hint: "Keep one entry for each task",
    details: { file: second.file, ...place },
  });
}
