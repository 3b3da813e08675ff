import { execFile, execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { ROOT } from "../../support/markdown.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

export interface ToolRun {
  readonly exitCode: number;
  readonly stdout: string;
  /** Both streams, as a person would see them. */
  readonly output: string;
}

export interface ToolOptions {
  /** Default: the repository. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** No tool reads a person's configuration or talks to whatever cluster the environment names. */
const isolation = (): Record<string, string> => {
  const folder = temporaryFolder("canary-validate-");
  writeFileSync(join(folder, "kubeconfig"), "");
  writeFileSync(join(folder, "terraformrc"), "");
  return {
    CHECKPOINT_DISABLE: "1",
    HELM_CACHE_HOME: join(folder, "helm"),
    HELM_CONFIG_HOME: join(folder, "helm"),
    HELM_DATA_HOME: join(folder, "helm"),
    KUBECONFIG: join(folder, "kubeconfig"),
    TF_CLI_CONFIG_FILE: join(folder, "terraformrc"),
    TF_IN_AUTOMATION: "1",
  };
};
let isolated: Record<string, string> | undefined;

/** Runs one of the pinned checkers of tools/, or a program on PATH; it does not throw when the program finds fault. */
export function runTool(name: string, argv: readonly string[], options: ToolOptions = {}): Promise<ToolRun> {
  isolated ??= isolation();
  const env = {
    ...process.env,
    ...isolated,
    PATH: `${toolsDirectory()}:${process.env["PATH"]}`,
    ...options.env,
  };
  return new Promise((resolve, reject) => {
    const child = execFile(
      name,
      argv,
      { cwd: options.cwd ?? ROOT, env, maxBuffer: 256 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code !== "number") reject(error);
        else resolve({ exitCode: code, stdout, output: stdout + stderr });
      },
    );
    // A program that ends without reading closes the pipe first.
    child.stdin?.on("error", () => undefined).end(options.input ?? "");
  });
}

let found: string | undefined;

/** The set-up of `make validate` provides it; other tests look for it when they need it. */
function toolsDirectory(): string {
  found ??=
    inject("toolsDirectory") ??
    execFileSync(join(ROOT, "scripts/tools.sh"), {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    }).trim();
  return found;
}
