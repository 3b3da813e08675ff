import { execFile } from "node:child_process";
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "@canary/testkit";
import { gitFiles } from "../validate/support/git-files.ts";
import { ROOT } from "./markdown.ts";

/** Writes down what it is called with, each argument by itself, and fails in a verb while a file of its name says so. */
const RECORDER = `#!/bin/sh
printf '[%s]' "$@" >>"$CALLS"
echo >>"$CALLS"
[ ! -e "$CALLS-fail-$2" ] || { echo "no $2 today" >&2; exit 1; }
`;

export interface TerraformRun {
  readonly exitCode: number;
  /** Both streams, without the frames that terraform draws and breaks lines for. */
  readonly output: string;
}

/** A clone of which only Terraform's files and a canary that records its calls are there. */
export class TerraformClone {
  readonly #workspace: Workspace;
  #name = "clone";

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    copyTerraform(workspace.path(this.#name));
    chmodSync(workspace.write(`${this.#name}/bin/canary`, RECORDER), 0o755);
  }

  /** Absolute path of its canary. */
  get program(): string {
    return this.#workspace.path(this.#name, "bin/canary");
  }

  /** The folder has another name from now on. */
  rename(name: string): void {
    renameSync(this.#workspace.path(this.#name), this.#workspace.path(name));
    this.#name = name;
  }

  /** While work goes on, the program fails in this verb. */
  async whileFailing<Result>(verb: string, work: () => Promise<Result>): Promise<Result> {
    const flag = this.#workspace.write(`calls-fail-${verb}`, "");
    try {
      return await work();
    } finally {
      rmSync(flag);
    }
  }

  /** What the program was called with since the last time of asking, `[word][word]` a call. */
  takeCalls(): readonly string[] {
    const file = this.#workspace.path("calls");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    rmSync(file, { force: true });
    return text.split("\n").filter((line) => line !== "");
  }

  /** Runs terraform in one of infra/terraform/environments. */
  run(environment: string, argv: readonly string[]): Promise<TerraformRun> {
    const folder = this.#workspace.path(this.#name, "infra/terraform/environments", environment);
    return runTerraform(folder, argv, { CALLS: this.#workspace.path("calls") });
  }
}

/** Terraform's files, into a folder where init and apply may leave things behind. */
export function copyTerraform(folder: string): void {
  for (const path of gitFiles((each) => each.startsWith("infra/terraform/")))
    cpSync(join(ROOT, path), join(folder, path));
}

/** Runs terraform without a person's configuration; a failure is told, not thrown. */
export function runTerraform(
  folder: string,
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<TerraformRun> {
  const env = {
    ...process.env,
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: "/dev/null",
    TF_IN_AUTOMATION: "1",
    ...environment,
  };
  return new Promise((resolve, reject) => {
    execFile("terraform", argv, { cwd: folder, env }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode !== "number") reject(error);
      else resolve({ exitCode, output: `${stdout}${stderr}`.replaceAll(/[\s│╷╵]+/g, " ") });
    });
  });
}
