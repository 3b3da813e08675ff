import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { afterEach, expect, it } from "vitest";
import { findTerraform, TerraformProject } from "./support/terraform-project.ts";

const ROOT = `terraform {
  backend "local" {}
}
resource "terraform_data" "ground" {
  provisioner "local-exec" {
    command     = "touch held; until test -e go; do sleep 0.05; done"
    working_dir = path.root
  }
}
output "made" {
  value = 2
}
`;
const PLAYBOOK = `apiVersion: canary.dev/v1
kind: Playbook
tasks:
  ground: { run: [{ terraform: { root: infra, command: apply, lockTimeout: 500ms } }] }
`;

const terraform = findTerraform() ?? "";
let project: TerraformProject;
afterEach(() => project.workspace.remove());

/** A person's own terraform on the state of the run, which holds it until there is a file \`go\`. */
async function holdState(): Promise<{ readonly pid: number; readonly end: () => Promise<unknown> }> {
  const { workspace } = project;
  const state = workspace.path(".canary/terraform/local/canary/infra/terraform.tfstate");
  mkdirSync(dirname(state), { recursive: true });
  const env = {
    PATH: process.env.PATH,
    TF_CLI_CONFIG_FILE: workspace.write("empty.tfrc", ""),
    CHECKPOINT_DISABLE: "1",
  };
  const options = { cwd: workspace.path("infra"), env, stdio: "ignore" } as const;
  execFileSync(terraform, ["init", "-input=false", `-backend-config=path=${state}`], options);
  const child = spawn(terraform, ["apply", "-auto-approve", "-input=false"], options);
  const ended = once(child, "close");
  const end = async (): Promise<unknown> => {
    workspace.write("infra/go", "");
    return ended;
  };
  while (!workspace.has("infra/held") && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { pid: child.pid ?? 0, end };
}

it.skipIf(terraform === "")(
  "a run says who holds Terraform's state, since when, that the process lives, and the way out; then it goes on",
  async () => {
    project = new TerraformProject(terraform);
    await project.prepare();
    project.workspace.write("infra/main.tf", ROOT);
    project.workspace.write("playbooks/ground.yaml", PLAYBOOK);
    const holder = await holdState();
    try {
      const { exitCode, stdout } = await project.canary(["run", "task", "ground"]);
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(
        new RegExp(
          `The state is locked by \\S+@${hostname()} since 2\\d{3}-.* \\(OperationTypeApply\\); process ${holder.pid} of this machine holds it and lives`,
        ),
      );
      expect(stdout).toContain(
        `Wait until process ${holder.pid} has ended, then run the same command again.`,
      );
      expect(stdout).toContain(`let it write its state: kill -INT ${holder.pid}`);
    } finally {
      await holder.end();
    }
    const resumed = await project.canary(["run", "--resume"]);
    expect([resumed.exitCode, project.plan().includes("No changes.")]).toEqual([0, true]);
  },
);
