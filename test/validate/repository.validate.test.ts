import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/markdown.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { gitFiles } from "./support/git-files.ts";
import { chartFolders, chartProfiles } from "./support/rendered-sets.ts";
import { runTool } from "./support/run-tool.ts";

/** What a checker complains of; nothing when it ends well, whatever it prints then. */
async function complaintsOf(name: string, argv: readonly string[], options = {}): Promise<string> {
  const { exitCode, output } = await runTool(name, argv, options);
  return exitCode === 0 ? "" : `${output}\n${name} ended with ${exitCode}`;
}

const isYaml = (path: string): boolean =>
  /\.ya?ml$/.test(path) && !/(^|\/)(fixtures|templates)\//.test(path) && path !== "pnpm-lock.yaml";

const isShell = (path: string): boolean =>
  path.endsWith(".sh") || /^#!.*\b(ba)?sh\b/.test(readFileSync(join(ROOT, path), "utf8").slice(0, 40));

const scratch = temporaryFolder("canary-repository-");

describe("scripts", () => {
  it("have nothing for shellcheck to say", async () => {
    const scripts = gitFiles((path) => /^(\.ci|infra|scripts)\//.test(path) && isShell(path));
    expect(scripts).toEqual(
      expect.arrayContaining(["infra/local-cluster/node/start.sh", "scripts/setup-cluster.sh"]),
    );
    expect(await complaintsOf("shellcheck", ["--external-sources", ...scripts])).toBe("");
  });
});

describe("workflows", () => {
  it("have nothing for actionlint to say", async () => {
    expect(await complaintsOf("actionlint", ["-no-color"])).toBe("");
  });

  it("have nothing for zizmor to say: permissions, pins, injected text", async () => {
    expect(
      await complaintsOf("zizmor", [
        "--offline",
        "--no-progress",
        "--color=never",
        "--strict-collection",
        ".github",
      ]),
    ).toBe("");
  });

  it("pin every action by commit, with its release beside it", () => {
    const uses = gitFiles((path) => path.startsWith(".github/workflows/")).flatMap(
      (path) => readFileSync(join(ROOT, path), "utf8").match(/uses: .*/g) ?? [],
    );
    expect(uses.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });
});

describe("YAML", () => {
  it("has nothing for yamllint to say", async () => {
    expect(
      await complaintsOf("yamllint", ["--strict", "--config-file", ".yamllint.yaml", ...gitFiles(isYaml)]),
    ).toBe("");
  });
});

describe("Terraform", () => {
  const folders = [...new Set(gitFiles((path) => path.endsWith(".tf")).map((path) => dirname(path)))];
  const copy = join(scratch, "terraform");

  it("is formatted", async () => {
    expect(await complaintsOf("terraform", ["fmt", "-check", "-diff", "-recursive", "infra/terraform"])).toBe(
      "",
    );
  });

  it("has nothing for tflint to say", async () => {
    const argv = ["--recursive", "--no-color", `--config=${join(ROOT, ".tflint.hcl")}`];
    expect(await complaintsOf("tflint", argv, { cwd: join(ROOT, "infra/terraform") })).toBe("");
  });

  it.each(folders)("of %s is valid, and its tests pass", async (folder) => {
    // In a copy: init and test leave things behind.
    for (const path of gitFiles((each) => each.startsWith("infra/terraform/"))) {
      cpSync(join(ROOT, path), join(copy, basename(folder), path));
    }
    const cwd = join(copy, basename(folder), folder);
    expect(
      await complaintsOf("terraform", ["init", "-backend=false", "-input=false", "-no-color"], { cwd }),
    ).toBe("");
    expect(await complaintsOf("terraform", ["validate", "-no-color"], { cwd })).toBe("");
    expect(await complaintsOf("terraform", ["test", "-no-color"], { cwd })).toBe("");
  });
});

describe("charts", () => {
  const profiles = chartFolders().flatMap((chart) =>
    [[], ...chartProfiles(chart).map((profile) => ["--values", profile])].map((values) => ({
      chart,
      values,
    })),
  );

  // While there is none, manifests.validate.test.ts says so.
  it.each(profiles)("$chart has nothing for helm lint to say, with $values", async ({ chart, values }) => {
    expect(await complaintsOf("helm", ["lint", "--strict", chart, ...values])).toBe("");
  });

  it("with a fault are refused by helm lint", async () => {
    const chart = join(scratch, "chart");
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
    writeFileSync(join(chart, "templates/a.yaml"), "a: {{ .Values.a.b }}\n");
    expect(await complaintsOf("helm", ["lint", "--strict", chart])).toContain("nil pointer");
  });
});

describe("secrets", () => {
  it("are in no file", async () => {
    const files = join(scratch, "files");
    for (const path of gitFiles()) cpSync(join(ROOT, path), join(files, path), { dereference: false });
    cpSync(join(ROOT, ".gitleaks.toml"), join(files, ".gitleaks.toml"));
    expect(
      await complaintsOf("gitleaks", ["dir", ".", "--no-banner", "--no-color", "--redact", "--verbose"], {
        cwd: files,
      }),
    ).toBe("");
  });

  it("are in no commit, of which all are here", async () => {
    const { stdout } = await runTool("git", ["rev-parse", "--is-shallow-repository"]);
    expect(
      stdout,
      "this clone has a part of the history: git fetch --unshallow (in CI: fetch-depth: 0)",
    ).toBe("false\n");
    expect(
      await complaintsOf("gitleaks", ["git", ".", "--no-banner", "--no-color", "--redact", "--verbose"]),
    ).toBe("");
  });

  it("would be found", async () => {
    const token = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");
    const { exitCode, output } = await runTool(
      "gitleaks",
      ["stdin", "--no-banner", "--redact", "--verbose"],
      {
        input: `token = "${token}"\n`,
      },
    );
    expect(output).toContain("github-pat");
    expect(exitCode).toBe(1);
  });
});
