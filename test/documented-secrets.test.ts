import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { neededSecrets } from "../packages/gitops/src/plan-secrets.ts";
import { ROOT } from "./support/markdown.ts";

it("docs/guides/platform.md makes by hand what `canary gitops bootstrap` makes elsewhere: a secret for every kind of webhook", () => {
  const guide = readFileSync(join(ROOT, "docs/guides/platform.md"), "utf8");
  const keys = neededSecrets("remote").flatMap(({ name, keys: all }) =>
    name === "argocd-secret" ? all : [],
  );
  expect(keys).toContain("webhook.gitlab.secret");
  expect(keys.filter((key) => !guide.includes(`--from-file=${key}=`))).toEqual([]);
});
