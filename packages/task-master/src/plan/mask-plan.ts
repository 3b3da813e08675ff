import { maskArguments, maskSecrets } from "@canary/core";
import type { Plan, PlannedAction, PlannedStep, PlannedTask } from "./plan.ts";
import type { PlannedText } from "./planned-text.ts";

type Texts = Readonly<Record<string, PlannedText>>;

/** The plan as it may be shown and kept: what looks like a secret in a playbook's own words is `***`. */
export function maskPlan(plan: Plan): Plan {
  return { ...plan, tasks: plan.tasks.map(maskTask) };
}

function maskTask(task: PlannedTask): PlannedTask {
  if (task.isManual) return task;
  const steps = (list: readonly PlannedStep[]): readonly PlannedStep[] => list.map(maskStep);
  return {
    ...task,
    environment: maskPairs(task.environment, "="),
    check: steps(task.check),
    run: steps(task.run),
    verify: steps(task.verify),
  };
}

function maskStep<A extends PlannedAction>(step: PlannedStep<A>): PlannedStep<A> {
  return { ...step, name: maskSecrets(step.name), action: maskAction(step.action) };
}

function maskAction<A extends PlannedAction>(action: A): A {
  switch (action.kind) {
    case "terraform":
      return { ...action, arguments: action.arguments.map(maskText) };
    case "http":
      return { ...action, url: maskText(action.url), headers: maskPairs(action.headers, ": ") };
    case "wait":
      return { ...action, for: maskStep(action.for) };
    case "approve":
      return { ...action, message: maskSecrets(action.message) };
    case "command":
    case "kubectl":
    case "helm":
    case "argocd":
      return { ...action, argv: maskWords(action.argv) };
  }
}

function maskWords(words: readonly PlannedText[]): readonly PlannedText[] {
  // The word after `--password` is known by the word before it, so whole words are masked as one list.
  const plain = maskArguments(words.map((word) => (typeof word === "string" ? word : "")));
  return words.map((word, index) => (typeof word === "string" ? (plain[index] ?? "") : maskText(word)));
}

function maskText(text: PlannedText): PlannedText {
  if (typeof text === "string") return maskSecrets(text);
  return text.map((part) => (typeof part === "string" ? maskSecrets(part) : part));
}

/** Values whose name tells that they are secrets go, too. */
function maskPairs(pairs: Texts, separator: string): Texts {
  return Object.fromEntries(
    Object.entries(pairs).map(([name, text]) => {
      if (typeof text !== "string") return [name, maskText(text)];
      return [name, maskSecrets(`${name}${separator}${text}`).slice(name.length + separator.length)];
    }),
  );
}
