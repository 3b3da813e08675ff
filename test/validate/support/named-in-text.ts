import * as z from "zod";

/** How kubectl, the API's paths and sentences name a namespace. */
const NAMESPACE_FORMS = [
  /(?:^|[\s"'[(`,])(?:-n|--namespace)(?:[ =]|\s*["']?,\s*["']?|\s+- )["']?([a-z][a-z0-9-]*)/g,
  /\/namespaces\/([a-z][a-z0-9-]*)/g,
  /\b[Nn]amespaces? `([a-z][a-z0-9-]*)`/g,
];

/** The namespaces that a text names; what stands in capitals is the reader's to fill in. */
export function namespacesIn(text: string): readonly string[] {
  return NAMESPACE_FORMS.flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? ""));
}

/** An object that a command line names. */
export interface NamedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Kinds whose objects Git has, by the words that kubectl takes for them. */
const KINDS: Readonly<Record<string, string>> = {
  application: "Application",
  deployment: "Deployment",
  deploy: "Deployment",
  rollout: "Rollout",
  service: "Service",
  statefulset: "StatefulSet",
};

/** Verbs that stand behind the word `rollout` where no name does. */
const VERBS = new Set(["abort", "get", "history", "restart", "retry", "status", "undo"]);

/** The objects that a kubectl line names in its namespace, such as `deployment/argocd-server` or `get rollout proof`. */
export function objectsNamedIn(line: string): readonly NamedObject[] {
  const [namespace] = namespacesIn(line);
  if (namespace === undefined) return [];
  const words = Object.keys(KINDS).join("|");
  const named = line.matchAll(new RegExp(`(?:^|\\s)(${words})[/ ]([a-z][a-z0-9-]*)`, "g"));
  return [...named].flatMap(([, word = "", name = ""]) => {
    const kind = KINDS[word];
    return kind === undefined || VERBS.has(name) ? [] : [{ kind, namespace, name }];
  });
}

/** Services that a text addresses as `NAME.NAMESPACE.svc`. */
export function servicesIn(text: string): readonly NamedObject[] {
  const named = text.matchAll(/\b([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*)\.svc\b/g);
  return [...named].map(([, name = "", namespace = ""]) => ({ kind: "Service", namespace, name }));
}

const argumentsSchema = z.object({ arguments: z.array(z.string()) });

/** The argument lists of `kubectl` steps anywhere in a playbook, a line each. */
export function kubectlLinesIn(playbook: unknown): readonly string[] {
  if (Array.isArray(playbook)) return playbook.flatMap((each) => kubectlLinesIn(each));
  if (typeof playbook !== "object" || playbook === null) return [];
  return Object.entries(playbook).flatMap(([key, value]) => {
    const step = key === "kubectl" ? argumentsSchema.safeParse(value) : undefined;
    return step?.success === true ? [step.data.arguments.join(" ")] : kubectlLinesIn(value);
  });
}
