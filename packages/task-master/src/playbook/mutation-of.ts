import type { Action } from "./step-schema.ts";

/** Verbs by tool: those that only read, and those that change things. The first argument that is a verb decides. */
const READING: Readonly<Record<string, readonly string[]>> = {
  kubectl: [
    "get",
    "wait",
    "diff",
    "describe",
    "logs",
    "version",
    "cluster-info",
    "api-resources",
    "api-versions",
    "explain",
    "top",
    "events",
    "auth",
    "rollout",
    "argo",
    "kustomize",
    "config",
  ],
  helm: [
    "get",
    "list",
    "ls",
    "status",
    "history",
    "show",
    "template",
    "lint",
    "version",
    "search",
    "env",
    "verify",
  ],
  argocd: ["app", "version", "cluster", "repo", "proj", "context", "account"],
};
const CHANGING: Readonly<Record<string, readonly string[]>> = {
  kubectl: [
    "apply",
    "create",
    "delete",
    "patch",
    "replace",
    "edit",
    "scale",
    "autoscale",
    "label",
    "annotate",
    "taint",
    "drain",
    "cordon",
    "uncordon",
    "set",
    "run",
    "expose",
    "cp",
    "exec",
    "debug",
  ],
  helm: ["install", "upgrade", "uninstall", "delete", "rollback", "push", "pull", "test", "repo", "plugin"],
  argocd: ["login", "logout", "admin"],
};
/** Verbs below a reading one that change things after all. */
const CHANGING_BELOW: Readonly<Record<string, readonly string[]>> = {
  rollout: ["restart", "undo", "pause", "resume"],
  argo: ["promote", "abort", "retry", "set", "restart", "undo", "pause", "create", "delete", "terminate"],
  config: ["set", "unset", "set-context", "set-cluster", "set-credentials", "use-context", "delete-context"],
  app: [
    "sync",
    "create",
    "delete",
    "set",
    "unset",
    "rollback",
    "patch",
    "terminate-op",
    "add-source",
    "remove-source",
  ],
  cluster: ["add", "rm", "set", "rotate-auth"],
  repo: ["add", "rm"],
  proj: ["create", "delete", "edit", "set", "add-source", "add-destination"],
};

/** What makes an action more than a look, such as `kubectl apply`; undefined for one that only reads. Commands are trusted. */
export function mutationOf(action: Action): string | undefined {
  if (action.kind === "terraform") {
    return action.command === "plan" ? undefined : `terraform ${action.command}`;
  }
  if (action.kind === "approve") return "approve";
  if (action.kind === "wait") return mutationOf(action.for.action);
  if (action.kind === "http" || action.kind === "command") return undefined;
  return verbOf(action.kind, action.arguments);
}

function verbOf(tool: string, words: readonly string[]): string | undefined {
  const reading = READING[tool] ?? [];
  const changing = CHANGING[tool] ?? [];
  const at = words.findIndex((word) => reading.includes(word) || changing.includes(word));
  const verb = words[at];
  if (verb === undefined) return undefined;
  if (changing.includes(verb)) return `${tool} ${verb}`;
  const below = words.slice(at + 1).find((word) => CHANGING_BELOW[verb]?.includes(word));
  return below === undefined ? undefined : `${tool} ${verb} ${below}`;
}
