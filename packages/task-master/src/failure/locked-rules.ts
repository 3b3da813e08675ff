import type { FailureRule } from "./failure-rule.ts";

/** Somebody else is at it: waiting or a person helps, a tight retry does not. */
export const LOCKED_RULES: readonly FailureRule[] = [
  {
    name: "terraform-state-lock",
    kind: "locked",
    pattern: /error acquiring the state lock/i,
    hint: "Wait for whoever holds the lock; only when that process is gone, use terraform force-unlock",
    tools: ["terraform"],
  },
  {
    name: "helm-pending",
    kind: "locked",
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/i,
    hint: "See helm history; when no helm is running any more, helm rollback to the last deployed revision (helm uninstall after a first install)",
  },
  {
    name: "argocd-operation",
    kind: "locked",
    pattern: /another operation is already in progress/i,
    hint: "Wait for it: argocd app wait APP --operation",
  },
];
