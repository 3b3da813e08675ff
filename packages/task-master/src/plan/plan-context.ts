import type { Phase } from "@canary/core";
import type { Narrowing } from "./narrow.ts";

/** An environment of canary.yaml, as plans need it. */
export interface PlanEnvironment {
  readonly name: string;
  /** The values of `${env.…}`. */
  readonly values: Readonly<Record<string, string>>;
  /** Names of `${env.…}` that this machine cannot tell, with the program that it lacks for them. */
  readonly unavailable?: Readonly<Record<string, string>>;
  /** The context that kubectl and helm must use: a step that names another one is refused. */
  readonly kubeContext?: string | null;
  /** False where the status of tasks tells about another environment; true by default. */
  readonly decidesStatus?: boolean;
}

/** What a plan is made for; every path is absolute. */
export interface PlanContext extends Narrowing {
  /** Working directory of every process; `${project.directory}`. */
  readonly projectDirectory: string;
  /** Where terraform's data and state go, usually `.canary`. */
  readonly stateDirectory: string;
  /** The canary program; `${canary}`. */
  readonly canaryProgram: string;
  /** The environment of canary.yaml by name, with the values of `${env.…}`. */
  readonly environment: PlanEnvironment;
  /** Values of `${var.…}`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Names that `${secret.…}` may use; the values are given to the run alone. */
  readonly secrets?: readonly string[];
  /** The phases of the document, for `${phase.id}`, `${phase.number}` and `${phase.title}`. */
  readonly phases?: readonly Pick<Phase, "id" | "number" | "title">[];
  /** The phase that the run is about, for its result; null for a choice of tasks. */
  readonly phase?: string | null;
  /** Ids of the tasks to run; without it all tasks of kind `task`. */
  readonly select?: readonly string[];
  /** `undo` walks back: the undo steps in reverse order. */
  readonly direction?: "run" | "undo";
  /** Tasks that are pending because they were interrupted: an undo does not leave them out. */
  readonly interrupted?: ReadonlySet<string>;
}
