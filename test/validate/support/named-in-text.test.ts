import { describe, expect, it } from "vitest";
import { kubectlLinesIn, namespacesIn, objectsNamedIn, servicesIn } from "./named-in-text.ts";

describe("a namespace", () => {
  it.each([
    ["kubectl -n argocd get pods", ["argocd"]],
    ["`kubectl --namespace monitoring logs deployment/alertmanager`", ["monitoring"]],
    ["kubectl get pods --namespace=podinfo-dev", ["podinfo-dev"]],
    ["{ arguments: [-n, canary-proof, get, pods] }", ["canary-proof"]],
    ["- -n\n            - canary-proof\n", ["canary-proof"]],
    ['"-n", "ingress"', ["ingress"]],
    ["kubectl get --raw /api/v1/namespaces/monitoring/services/x:80/proxy/", ["monitoring"]],
    ["in the namespace `ingress`", ["ingress"]],
    ["kubectl --namespace NAMESPACE get pods", []],
    ['[ -n "$x" ] && head -n 5', []],
  ])("in %j is %j", (text, expected) => {
    expect(namespacesIn(text)).toEqual(expected);
  });
});

describe("an object", () => {
  const of = (kind: string, namespace: string, name: string) => [{ kind, namespace, name }];
  it.each([
    [
      "kubectl -n argocd rollout status deployment/argocd-server",
      of("Deployment", "argocd", "argocd-server"),
    ],
    ["kubectl -n canary-proof get rollout proof -o yaml", of("Rollout", "canary-proof", "proof")],
    ["-n argocd get application argo-rollouts", of("Application", "argocd", "argo-rollouts")],
    ["kubectl get deployment/a", []],
    ["kubectl -n argocd get application NAME", []],
    ["kubectl argo rollouts status NAME --namespace podinfo", []],
  ])("in %j is %j", (line, expected) => {
    expect(objectsNamedIn(line)).toEqual(expected);
  });

  it("is addressed by its Service", () => {
    expect(servicesIn('"http://git.git-system.svc/canary.git", "kubernetes.default.svc"')).toEqual([
      ...of("Service", "git-system", "git"),
      ...of("Service", "default", "kubernetes"),
    ]);
  });

  it("is found in the steps of a playbook, however deep", () => {
    const step = { wait: { for: { kubectl: { arguments: ["-n", "a", "get", "pods"] } } } };
    expect(kubectlLinesIn({ tasks: { x: { check: [step], run: [{ command: { argv: ["b"] } }] } } })).toEqual([
      "-n a get pods",
    ]);
  });
});
