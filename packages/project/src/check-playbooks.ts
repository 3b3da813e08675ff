import { join, relative } from "node:path";
import { isCanaryError } from "@canary/core";
import type { Diagnostic, Phase, PrdTask } from "@canary/core";
import { planRun } from "@canary/task-master";
import type { Playbook } from "@canary/task-master";
import { planContextOf } from "./project-run.ts";
import type { ProjectRunDeps } from "./project-run.ts";
import { examinePlaybooks, playbookFiles } from "./read-playbooks.ts";
import { settingsOf } from "./read-config.ts";
import { readPrd } from "./read-prd.ts";
import { resolveEnvironment } from "./run-environment.ts";
import { unknownEntries } from "./unknown-entries.ts";

/** What `checkPlaybooks` found. */
export interface PlaybookReport {
  readonly files: readonly { readonly file: string; readonly entries: number }[];
  /** The environments that templates were checked for. */
  readonly environments: readonly string[];
  /** How many tasks there are, and how many of them have an entry. */
  readonly tasks: { readonly total: number; readonly withEntry: number };
  readonly diagnostics: readonly Diagnostic[];
}

interface KnownTasks {
  readonly tasks: readonly PrdTask[];
  readonly phases: readonly (Phase & { readonly document: string })[];
}

/**
 * Everything that would stop a run because of its playbooks, at once: syntax, schema, unknown template names in each
 * environment, two entries for a task, entries of no task. Reads only. Without a store, the tasks are those of the document.
 */
export async function checkPlaybooks(
  deps: ProjectRunDeps,
  paths: readonly string[],
): Promise<PlaybookReport> {
  const { root, config } = deps.project;
  const files = paths.length === 0 ? playbookFiles(join(root, config.playbooks)) : paths;
  const { playbooks, diagnostics } = examinePlaybooks(files, root);
  const known = knownTasks(deps);
  const names = Object.keys(config.environments);
  const environments = names.length === 0 ? [config.environment] : names;
  const planned = await Promise.all(environments.map((name) => findingsIn(deps, { name, playbooks, known })));
  const unknown = unknownEntries(playbooks, known.tasks).map((one) => ({
    ...one,
    severity: "error" as const,
  }));
  const entries = new Set(playbooks.flatMap(({ tasks }) => Object.keys(tasks)));
  const tasks = known.tasks.filter(({ kind }) => kind === "task");
  return {
    files: files.map((file) => {
      const name = relative(root, file);
      const playbook = playbooks.find((one) => one.file === name);
      return { file: name, entries: Object.keys(playbook?.tasks ?? {}).length };
    }),
    environments,
    tasks: {
      total: tasks.length,
      withEntry: tasks.filter(({ id, aliases }) => [id, ...aliases].some((one) => entries.has(one))).length,
    },
    diagnostics: [...diagnostics, ...merged(planned, environments), ...unknown].toSorted(byPlace),
  };
}

function knownTasks({ project, store }: ProjectRunDeps): KnownTasks {
  try {
    return store.read();
  } catch (error) {
    if (!isCanaryError(error) || error.code !== "CANARY_STORE_NOT_FOUND") throw error;
    const { document } = readPrd(join(project.root, project.config.document), settingsOf(project));
    return { tasks: document.tasks, phases: document.phases.map((phase) => ({ ...phase, document: "" })) };
  }
}

interface Check {
  readonly name: string;
  readonly playbooks: readonly Playbook[];
  readonly known: KnownTasks;
}

/** What planning every task in this environment objects to. */
async function findingsIn(
  deps: ProjectRunDeps,
  { name, playbooks, known }: Check,
): Promise<readonly Diagnostic[]> {
  const environment = await resolveEnvironment(deps.project, { environment: name });
  // What depends on what is the document's affair, not the playbooks'.
  const tasks = known.tasks.map((task) => ({ ...task, dependencies: [] }));
  try {
    planRun(tasks, playbooks, planContextOf(deps, environment, known.phases));
    return [];
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    const { diagnostics, file, line, column } = error.details as Partial<Diagnostic> & {
      readonly diagnostics?: readonly Diagnostic[];
    };
    if (diagnostics !== undefined) return diagnostics;
    if (file === undefined || line === undefined || column === undefined) throw error;
    const message = error.message.replace(/^\S+: /, "");
    return [{ severity: "error", code: "playbook-entry-twice", message, file, line, column }];
  }
}

/** Each finding once; one that not every environment has says in which it is. */
function merged(
  found: readonly (readonly Diagnostic[])[],
  environments: readonly string[],
): readonly Diagnostic[] {
  const places = new Map<string, { readonly finding: Diagnostic; readonly in: string[] }>();
  for (const [index, findings] of found.entries()) {
    for (const finding of findings) {
      const key = JSON.stringify(finding);
      const known = places.get(key) ?? { finding, in: [] };
      known.in.push(environments[index] ?? "");
      places.set(key, known);
    }
  }
  return [...places.values()].map(({ finding, in: where }) =>
    where.length === environments.length
      ? finding
      : { ...finding, message: `${finding.message} (environment ${where.join(", ")})` },
  );
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
}
