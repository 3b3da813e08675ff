import { describe, expect, it } from "vitest";
import { neededSecrets, planSecrets } from "../src/plan-secrets.ts";
import type { Secret } from "../src/plan-secrets.ts";

const numbers = (): (() => string) => {
  let last = 0;
  return () => `new-${(last += 1)}`;
};

const valueOf = (secrets: readonly Secret[], name: string, key: string): string | undefined =>
  secrets.find(({ metadata }) => metadata.name === name)?.data?.[key];

describe("the secrets that the bootstrap makes", () => {
  it("give both ends of the webhook the same value, and nothing else", () => {
    const planned = planSecrets(neededSecrets("local"), [], numbers());
    const signature = valueOf(planned, "git-webhook", "secret");
    expect(valueOf(planned, "argocd-secret", "webhook.github.secret")).toBe(signature);
    const values = planned.flatMap(({ data = {} }) => Object.values(data));
    expect(values.filter((value) => value === signature)).toHaveLength(2);
    expect(new Set(values).size).toBe(values.length - 1);
  });

  it("close every kind of webhook that Argo CD understands", () => {
    const [, secret] = planSecrets(neededSecrets("remote"), [], numbers());
    expect(Object.keys(secret?.data ?? {})).toEqual([
      "webhook.github.secret",
      "webhook.gitlab.secret",
      "webhook.gogs.secret",
      "webhook.bitbucket.uuid",
      "webhook.bitbucketserver.secret",
      "webhook.azuredevops.username",
      "webhook.azuredevops.password",
    ]);
  });

  it("stay when the bootstrap runs again", () => {
    const first = planSecrets(neededSecrets("local"), [], numbers());
    const never = (): string => {
      throw new Error("a new value");
    };
    expect(planSecrets(neededSecrets("local"), first, never)).toEqual(first);
  });

  it.each([
    ["argocd-secret", "git-webhook"],
    ["git-webhook", "argocd-secret"],
  ])("agree again when only %s is left of both ends", (left, lost) => {
    const first = planSecrets(neededSecrets("local"), [], numbers());
    const existing = first.filter(({ metadata }) => metadata.name === left);
    const again = planSecrets(neededSecrets("local"), existing, numbers());
    const key = (name: string): string => (name === "git-webhook" ? "secret" : "webhook.github.secret");
    expect(valueOf(again, lost, key(lost))).toBe(valueOf(first, left, key(left)));
  });

  it.each([
    ["local", ["argocd-redis", "argocd-secret", "git-webhook"]],
    ["remote", ["argocd-redis", "argocd-secret", "grafana-admin"]],
  ] as const)("are those of what the cluster has: %s", (overlay, names) => {
    expect(neededSecrets(overlay).map(({ name }) => name)).toEqual(names);
  });

  it("leave Grafana the password that a person gave it", () => {
    const metadata = { namespace: "monitoring", name: "grafana-admin" };
    const given = { metadata, data: { password: "given" } };
    expect(planSecrets(neededSecrets("remote"), [given], numbers())).toContainEqual(given);
  });
});
