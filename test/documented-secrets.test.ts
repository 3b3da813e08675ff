import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { neededSecrets } from "../packages/gitops/src/plan-secrets.ts";
import { readMarkdownFiles, ROOT, shellLinesOf } from "./support/markdown.ts";

it("docs/guides/platform.md makes by hand what `canary gitops bootstrap` makes elsewhere: a secret for every kind of webhook", () => {
  const guide = readFileSync(join(ROOT, "docs/guides/platform.md"), "utf8");
  const keys = neededSecrets("remote").flatMap(({ name, keys: all }) =>
    name === "argocd-secret" ? all : [],
  );
  expect(keys).toContain("webhook.gitlab.secret");
  expect(keys.filter((key) => !guide.includes(`--from-file=${key}=`))).toEqual([]);
});

/** Files of the clone that become parts of a Secret, or that something random is written to. */
const FILES = /(?:--from-(?:env-)?file=(?:[\w.-]+=)?|\bopenssl rand\b[^>]*> ?)([\w.][\w./-]*)(?![\w./=-])/g;

it("every file that a guide makes a Secret of is ignored by Git, so that no commit and no `push --worktree` takes it", () => {
  const files = readMarkdownFiles().flatMap(({ path, text }) =>
    shellLinesOf(text).flatMap((line) =>
      [...line.text.matchAll(FILES)].map(([, file = ""]) => ({ place: `${path}:${line.line}`, file })),
    ),
  );
  expect(files.map(({ file }) => file)).toEqual(
    expect.arrayContaining([".secrets/pager-url", ".secrets/token", ".secrets/webhook"]),
  );
  const isIgnored = (file: string): boolean =>
    spawnSync("git", ["check-ignore", "--quiet", "--no-index", file], { cwd: ROOT }).status === 0;
  expect(files.filter(({ file }) => !isIgnored(file))).toEqual([]);
});

it("Grafana's password is called no first one: each pod begins with the Secret's, for its data are an emptyDir", () => {
  const deployment = readFileSync(join(ROOT, "infra/platform/grafana/base/deployment.yaml"), "utf8");
  expect(deployment).toMatch(/- name: data\n +emptyDir:/);
  const texts = readMarkdownFiles().flatMap(({ path, text }) =>
    text.split(/\n\n|\. |[:;|] /).map((sentence) => ({ path, sentence })),
  );
  const calledFirst = /first password[^]*Grafana|Grafana[^]*first password/;
  expect(texts.filter(({ sentence }) => calledFirst.test(sentence))).toEqual([]);
});
