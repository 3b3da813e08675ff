import type { ChildProcess } from "node:child_process";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { runEventSchema } from "@canary/task-master/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";
import type { z } from "zod";

export type RunEvent = z.infer<typeof runEventSchema>;

/** Lines that `talk` says on each stream. */
export const LINES = 30;

const PRD = `# Plan

## Phase 1: Ground

- [ ] Print it {#print}
- [ ] Lay the ground {#ground}
- [ ] Build on it {#build}
`;
const PLAYBOOK = `apiVersion: canary.dev/v1
kind: Playbook
tasks:
  print: { run: [{ command: { argv: [talk, print] } }] }
  ground: { run: [{ terraform: { root: infra, command: apply } }] }
  build: { run: [{ command: { argv: [talk, build, "\${tasks.ground.outputs.made}"] } }] }
`;
/** Says lines on both streams, and at last in a file that it is done. */
const TALK = `#!/bin/sh
i=0
while test $i -lt ${LINES}; do i=$((i + 1)); echo "$1 says $i"; echo "$1 warns $i" >&2; done
echo $1 >> done
`;
const ROOT = `terraform {
  backend "local" {}
}
resource "terraform_data" "ground" {
  count = 2
  provisioner "local-exec" {
    command     = "for i in 1 2 3 4; do echo digs $i; sleep 0.05; done; echo ground \${count.index} >> done"
    working_dir = "\${path.root}/.."
  }
}
output "made" {
  value = length(terraform_data.ground)
}
`;

/** The terraform on PATH, or undefined, which is said on stderr. */
export function findTerraform(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const folder = folders.find((each) => existsSync(join(each, "terraform")));
  if (folder !== undefined) return join(folder, "terraform");
  process.stderr.write("SKIPPED: terraform is not on PATH, so its tests prove nothing here\n");
  return undefined;
}

/** A project of three tasks: one prints, one applies a Terraform root, one prints with its output. */
export class TerraformProject {
  readonly workspace: Workspace;
  readonly #terraform: string;

  constructor(terraform: string, template?: Workspace) {
    this.#terraform = terraform;
    this.workspace = createWorkspace(template);
  }

  async prepare(): Promise<void> {
    this.workspace.write("PRD.md", PRD);
    this.workspace.write("canary.yaml", "apiVersion: canary.dev/v1\n");
    this.workspace.write("playbooks/ground.yaml", PLAYBOOK);
    this.workspace.write("infra/main.tf", ROOT);
    this.workspace.writeTool("talk", TALK);
    await this.canary(["parse", "PRD.md"]);
    cpSync(this.workspace.path(".canary"), this.workspace.path("fresh"), { recursive: true });
  }

  /** As if nothing had been run here. */
  reset(): void {
    for (const name of [".canary", "done"]) {
      rmSync(this.workspace.path(name), { recursive: true, force: true });
    }
    cpSync(this.workspace.path("fresh"), this.workspace.path(".canary"), { recursive: true });
  }

  canary(argv: readonly string[], onStart?: (child: ChildProcess) => void): Promise<CanaryRun> {
    const PATH = [this.workspace.path("bin"), dirname(this.#terraform), process.env.PATH].join(delimiter);
    return runCanary(this.workspace, argv, { env: { PATH }, ...(onStart === undefined ? {} : { onStart }) });
  }

  /** The id of the only run. */
  run(): string {
    const [run = ""] = readdirSync(this.workspace.path(".canary/runs"));
    return run;
  }

  /** Each event of its journal, of which only the last line may be torn. */
  journal(): readonly RunEvent[] {
    return wholeEventsIn(this.workspace.read(`.canary/runs/${this.run()}/journal.ndjson`));
  }

  log(step: string): string {
    const path = `.canary/runs/${this.run()}/logs/${step}.log`;
    return this.workspace.has(path) ? this.workspace.read(path) : "";
  }

  /** The names of all log files, private ones too. */
  logs(): readonly string[] {
    return readdirSync(this.workspace.path(`.canary/runs/${this.run()}/logs`)).toSorted();
  }

  /** Each piece of work that was done, as often as it was. */
  work(): readonly string[] {
    return this.workspace.has("done") ? this.workspace.read("done").trim().split("\n").toSorted() : [];
  }

  state(): unknown {
    return JSON.parse(this.workspace.read(".canary/terraform/local/canary/infra/terraform.tfstate"));
  }

  /** Terraform's own plan of the root, by its state: the exit code is 0 where nothing would change. */
  plan(): string {
    const data = this.workspace.path(".canary/terraform/local/canary/infra/data");
    const words = ["plan", "-input=false", "-no-color", "-detailed-exitcode"];
    return execFileSync(this.#terraform, words, {
      cwd: this.workspace.path("infra"),
      env: {
        PATH: process.env.PATH,
        TF_DATA_DIR: data,
        TF_CLI_CONFIG_FILE: this.workspace.write("empty.tfrc", ""),
        CHECKPOINT_DISABLE: "1",
      },
      encoding: "utf8",
    });
  }

  /** What still lives of the run's processes, and of theirs. */
  processes(): readonly string[] {
    const mark = `CANARY_PROCESS=${this.run()}.`;
    return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(mark));
  }
}

/** The events of whole lines, each of which must be one. */
export function wholeEventsIn(text: string): readonly RunEvent[] {
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  return lines.filter((line) => line !== "").map((line) => runEventSchema.parse(JSON.parse(line)));
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return "";
  }
}
