import type { PrdTask } from "@canary/core";

export type EntryTool = "command" | "kubectl" | "helm" | "argocd" | "terraform";

interface Parts {
  readonly check: string;
  readonly run: string;
  readonly verify: string;
}

const APPLY = "--server-side, --field-manager=canary, -k, k8s/CHANGE-ME";
const ROOT = "infra/terraform/CHANGE-ME";

/** Steps to begin with. Each verification fails until it is filled in: nothing is completed by an entry that nobody wrote. */
const PARTS: Readonly<Record<EntryTool, Parts>> = {
  command: {
    check: '- command: { argv: ["false"] }',
    run: '- command: { argv: [echo, "CHANGE-ME: what makes it so"] }',
    verify: '- name: "CHANGE-ME: what proves it"\n        command: { argv: ["false"] }',
  },
  kubectl: {
    check: `- kubectl: { arguments: [diff, ${APPLY}] }`,
    run: `- kubectl: { arguments: [apply, ${APPLY}] }`,
    verify:
      "- kubectl: { arguments: [-n, CHANGE-ME, rollout, status, deployment/CHANGE-ME, --timeout=120s] }",
  },
  helm: {
    check: "- helm: { arguments: [status, CHANGE-ME, --namespace, CHANGE-ME] }",
    run: "- helm: { arguments: [upgrade, --install, CHANGE-ME, charts/CHANGE-ME, --namespace, CHANGE-ME, --wait] }",
    verify: "- helm: { arguments: [status, CHANGE-ME, --namespace, CHANGE-ME] }",
  },
  argocd: {
    check: "- argocd: { arguments: [app, diff, CHANGE-ME, --exit-code] }",
    run: "- argocd: { arguments: [app, sync, CHANGE-ME] }",
    verify: "- argocd: { arguments: [app, wait, CHANGE-ME, --sync, --health, --timeout, '300'] }",
  },
  terraform: {
    check: `- terraform: { root: ${ROOT}, command: plan }`,
    run: `- terraform: { root: ${ROOT}, command: apply }`,
    verify: `- terraform: { root: ${ROOT}, command: plan }`,
  },
};

/** A playbook entry to begin with, indented as below `tasks:`. */
export function entryText({ id, title, source }: PrdTask, tool: EntryTool): string {
  const { check, run, verify } = PARTS[tool];
  const key = /^[A-Za-z_][\w.-]*$/.test(id) ? id : JSON.stringify(id);
  return `  ${key}:
    # ${title.replaceAll(/\s+/g, " ")} (${source.file}:${source.line})
    # Already so? When every step passes, run is left out. Only reads.
    check:
      ${check}
    # What makes it so.
    run:
      ${run}
    # The proof: the task is completed only after it passed. Only reads.
    verify:
      ${verify}
`;
}
