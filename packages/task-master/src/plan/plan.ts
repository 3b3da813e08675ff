import type { TaskStatus } from "@canary/core";
import type { PlannedText } from "./planned-text.ts";

export type StepPart = "check" | "run" | "verify";
export type ToolKind = "command" | "kubectl" | "helm" | "argocd";

/** When a step is tried again, in milliseconds. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly delayMs: number;
  readonly maxDelayMs: number;
  readonly totalMs: number;
}

export interface ProcessAction {
  readonly kind: ToolKind;
  readonly argv: readonly PlannedText[];
  readonly expect: PlannedExpectation | null;
}

/** As a playbook's `expect`, whose texts may be known later. */
export interface PlannedExpectation extends PlannedComparison {
  readonly changed?: PlannedComparison | undefined;
}

export interface PlannedComparison {
  readonly exitCode?: number | undefined;
  readonly contains?: PlannedText | undefined;
  readonly equals?: PlannedText | undefined;
  /** A regular expression. */
  readonly matches?: string | undefined;
}

/** `terraform` in one root: init, plan, and apply of that plan. */
export interface TerraformAction {
  readonly kind: "terraform";
  readonly command: "apply" | "destroy" | "plan";
  readonly root: TerraformRoot;
  /** Further arguments of plan: variables and replaced addresses. */
  readonly arguments: readonly PlannedText[];
  /** Variables that hold a secret; they go by the environment, not by an argument that others can see. */
  readonly secretVariables: Readonly<Record<string, PlannedText>>;
  /** How long terraform waits for a state that is locked. */
  readonly lockTimeoutMs: number;
}

/** Absolute paths of one root and of what canary keeps for it. */
export interface TerraformRoot {
  readonly directory: string;
  readonly dataDirectory: string;
  readonly statePath: string;
}

export interface HttpAction {
  readonly kind: "http";
  readonly url: PlannedText;
  readonly headers: Readonly<Record<string, PlannedText>>;
  readonly status: number | null;
  readonly contains: PlannedText | null;
}

export interface WaitAction {
  readonly kind: "wait";
  readonly intervalMs: number;
  readonly for: PlannedStep<ProcessAction | HttpAction>;
}

export interface ApproveAction {
  readonly kind: "approve";
  readonly message: string;
}

export type PlannedAction = ProcessAction | TerraformAction | HttpAction | WaitAction | ApproveAction;

/** One step with everything decided: name, exact arguments, limits. */
export interface PlannedStep<A = PlannedAction> {
  /** `check-1`, `run-2` …: unique in its task, part of the log's name. */
  readonly id: string;
  readonly part: StepPart;
  readonly name: string;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  /** Whether passing it counts as a change; `auto` asks the tool. */
  readonly changes: "auto" | "never";
  readonly action: A;
}

/** One task of a plan. */
export interface PlannedTask {
  readonly id: string;
  readonly title: string;
  readonly status: TaskStatus;
  /** Tasks of this plan that must succeed first. */
  readonly dependencies: readonly string[];
  /** Open dependencies that the plan does not contain: with one, the task is blocked. */
  readonly openOutside: readonly string[];
  /** No playbook entry: a person does it. */
  readonly isManual: boolean;
  /** For a person: what the document says about it. */
  readonly details: readonly string[];
  /** The condition of `when` that does not hold: the task is skipped. */
  readonly skippedBecause: string | null;
  readonly resources: readonly string[];
  readonly needs: readonly string[];
  readonly environment: Readonly<Record<string, PlannedText>>;
  /** For the whole task, or null. */
  readonly timeoutMs: number | null;
  readonly check: readonly PlannedStep[];
  readonly run: readonly PlannedStep[];
  readonly verify: readonly PlannedStep[];
}

/** Everything that a run would do, in order; made by `planRun`, JSON all through. */
export interface Plan {
  readonly direction: "run" | "undo";
  readonly phase: string | null;
  readonly environment: string;
  readonly projectDirectory: string;
  readonly stateDirectory: string;
  /** The roots whose outputs a task gives, by task id. */
  readonly outputs: Readonly<Record<string, readonly TerraformRoot[]>>;
  readonly tasks: readonly PlannedTask[];
}
