import { maskSecrets, shellLine } from "@canary/core";
import type { Action, Expectation, ReadAction, RetryOptions, Step } from "../playbook/step-schema.ts";
import { mutationOf } from "../playbook/mutation-of.ts";
import type { EntryFiller } from "./entry-filler.ts";
import { isClusterAddress } from "./is-cluster-address.ts";
import type { PlanContext } from "./plan-context.ts";
import { showText } from "./planned-text.ts";
import { planTerraform } from "./plan-terraform.ts";
import type {
  HttpAction,
  PlannedAction,
  PlannedComparison,
  PlannedExpectation,
  PlannedStep,
  ProcessAction,
  RetryPolicy,
  StepPart,
} from "./plan.ts";

const MINUTE_MS = 60_000;
/** How long a step of each kind may take when nothing says otherwise. */
const TIMEOUTS_MS: Readonly<Record<Action["kind"], number>> = {
  terraform: 30 * MINUTE_MS,
  helm: 10 * MINUTE_MS,
  argocd: 10 * MINUTE_MS,
  kubectl: 5 * MINUTE_MS,
  command: 10 * MINUTE_MS,
  http: MINUTE_MS,
  wait: 5 * MINUTE_MS,
  approve: MINUTE_MS,
};

/** Where a step stands and what it inherits. */
export interface StepPlace {
  readonly part: StepPart;
  readonly path: readonly PropertyKey[];
  readonly id: string;
  readonly timeoutMs: number | undefined;
  readonly retry: RetryOptions | undefined;
  readonly context: PlanContext;
  readonly filler: EntryFiller;
}

/** One step of a playbook with templates filled and limits decided. */
export function planStep(step: Step, place: StepPlace): PlannedStep {
  const action = planAction(step.action, place);
  const ownTimeoutMs = step.timeout ?? (step.action.kind === "wait" ? step.action.timeout : undefined);
  return {
    id: place.id,
    part: place.part,
    name: step.name ?? nameOf(action),
    timeoutMs: ownTimeoutMs ?? place.timeoutMs ?? TIMEOUTS_MS[step.action.kind],
    retry: retryOf(step, place),
    changes: step.changes === false || place.part !== "run" || isReading(step.action) ? "never" : "auto",
    action,
  };
}

/** What a reader would call an action. */
function nameOf(action: PlannedAction): string {
  if (action.kind === "terraform") return `terraform ${action.command} in ${action.root.directory}`;
  if (action.kind === "http") return `GET ${showText(action.url)}`;
  if (action.kind === "wait") return `wait for ${action.for.name}`;
  if (action.kind === "approve") return action.message;
  return maskSecrets(shellLine(action.argv.map(showText)));
}

function isReading(action: Action): boolean {
  if (action.kind === "command") return false;
  return action.kind !== "terraform" && mutationOf(action) === undefined;
}

/** Only what is safe to repeat has more than one attempt by default. */
function retryOf(step: Step, place: StepPlace): RetryPolicy {
  const options = { ...place.retry, ...withoutUndefined(step.retry ?? {}) };
  const isOnce = place.part === "check" || isDestroying(step.action);
  return {
    attempts: isOnce ? (step.retry?.attempts ?? 1) : (options.attempts ?? 4),
    delayMs: options.delay ?? 2000,
    maxDelayMs: options.maxDelay ?? MINUTE_MS,
    totalMs: options.total ?? 10 * MINUTE_MS,
  };
}

function withoutUndefined(options: RetryOptions): RetryOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function isDestroying(action: Action): boolean {
  return /(?:destroy|delete|uninstall)$/.test(mutationOf(action) ?? "");
}

function planAction(action: Action, place: StepPlace): PlannedAction {
  const { filler, path } = place;
  if (action.kind === "terraform") return planTerraform(action, place);
  if (action.kind === "wait") {
    return { kind: "wait", intervalMs: action.interval ?? 1000, for: planPolled(action.for, place) };
  }
  if (action.kind === "approve") {
    return { kind: "approve", message: filler.fillNow(action.message, [...path, "approve", "message"]) };
  }
  return planRead(action, place);
}

function planPolled(step: Step<ReadAction>, place: StepPlace): PlannedStep<ProcessAction | HttpAction> {
  const action = planRead(step.action, { ...place, path: [...place.path, "wait", "for"] });
  return {
    id: place.id,
    part: place.part,
    name: step.name ?? nameOf(action),
    timeoutMs: step.timeout ?? 30_000,
    retry: { attempts: 1, delayMs: 0, maxDelayMs: 0, totalMs: 0 },
    changes: "never",
    action,
  };
}

function planRead(action: ReadAction, place: StepPlace): ProcessAction | HttpAction {
  const { filler, path } = place;
  if (action.kind === "http") return planHttp(action, filler, [...path, "http"]);
  const words =
    action.kind === "command"
      ? filler.fillAll(action.argv, [...path, "command", "argv"])
      : [action.kind, ...filler.fillAll(action.arguments, [...path, action.kind, "arguments"])];
  if (action.kind === "kubectl" || action.kind === "helm") {
    refuseOtherContext(action, place);
  }
  const { expect } = action;
  const expectPath = [...path, action.kind, "expect"];
  return {
    kind: action.kind,
    argv: words,
    expect: expect === undefined ? null : planExpectation(expect, filler, expectPath),
  };
}

function planExpectation(
  expect: Expectation,
  filler: EntryFiller,
  path: readonly PropertyKey[],
): PlannedExpectation {
  const { changed } = expect;
  const planned = planComparison(expect, filler, path);
  if (changed === undefined) return planned;
  return { ...planned, changed: planComparison(changed, filler, [...path, "changed"]) };
}

function planComparison(
  { exitCode, contains, equals, matches }: Omit<Expectation, "changed">,
  filler: EntryFiller,
  path: readonly PropertyKey[],
): PlannedComparison {
  return {
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(contains === undefined ? {} : { contains: filler.fill(contains, [...path, "contains"]) }),
    ...(equals === undefined ? {} : { equals: filler.fill(equals, [...path, "equals"]) }),
    ...(matches === undefined ? {} : { matches }),
  };
}

/** The environment decides which cluster is meant, not a step. */
function refuseOtherContext(
  action: Extract<ReadAction, { kind: "kubectl" | "helm" }>,
  { filler, path, context }: StepPlace,
): void {
  const wanted = context.environment.kubeContext ?? null;
  const option = action.kind === "helm" ? "--kube-context" : "--context";
  for (const [index, word] of action.arguments.entries()) {
    const named = word === option ? action.arguments[index + 1] : valueOf(word, option);
    if (named === undefined || wanted === null || named.includes("${") || named === wanted) continue;
    filler.object(
      "playbook-context",
      `${option} ${named}: environment "${context.environment.name}" means the context "${wanted}"`,
      [...path, action.kind, "arguments", index],
    );
  }
}

function valueOf(word: string, option: string): string | undefined {
  return word.startsWith(`${option}=`) ? word.slice(option.length + 1) : undefined;
}

function planHttp(
  action: Extract<ReadAction, { kind: "http" }>,
  filler: EntryFiller,
  path: readonly PropertyKey[],
): HttpAction {
  const url = filler.fill(action.url, [...path, "url"]);
  if (typeof url === "string" && !isClusterAddress(url)) {
    const expected = "expected http(s) to this machine, a private address or a cluster name";
    filler.object("playbook-url", `"${url}" is not an address of the cluster; ${expected}`, [...path, "url"]);
  }
  const headers = filler.fillValues(action.headers ?? {}, [...path, "headers"]);
  const { status = null, contains } = action.expect ?? {};
  const wanted = contains === undefined ? null : filler.fill(contains, [...path, "expect", "contains"]);
  return { kind: "http", url, headers, status, contains: wanted };
}
