import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { parseTerraformLock, tellLock } from "../src/failure/terraform-lock.ts";
import { classifyFailure } from "../src/index.ts";
import { ToolFinder } from "../src/process/tool-finder.ts";
import { outcomes, Stage, task, until } from "./fixture.ts";

function hasTerraform(): boolean {
  if (new ToolFinder(process.env.PATH ?? "", "/").find("terraform") !== undefined) return true;
  process.stderr.write("SKIPPED: terraform is not on PATH, so its tests prove nothing here\n");
  return false;
}

const ROOT = `
terraform {
  backend "local" {}
}
variable "greeting" {
  type = string
}
variable "password" {
  type      = string
  sensitive = true
  default   = ""
}
resource "terraform_data" "demo" {
  input = var.greeting
}
output "greeting" {
  value = terraform_data.demo.output
}
`;

let stage: Stage;
afterEach(() => stage.remove());

function terraformStage(entries: string, ...ids: string[]): Stage {
  stage = new Stage(
    ids.map((id) => task(id)),
    entries,
  );
  stage.workspace.write("infra/main.tf", ROOT);
  return stage;
}

const APPLY = `
  infra:
    run: [{terraform: {root: infra, command: apply, variables: {greeting: "hello \${env.cluster}"}}}]
    undo: [{terraform: {root: infra, command: destroy, variables: {greeting: "hello \${env.cluster}"}}}]
  use:
    run: [{command: {argv: [echo, "it says \${tasks.infra.outputs.greeting}"], expect: {equals: "it says \${tasks.infra.outputs.greeting}"}}}]
`;

const PATH = `${dirname(process.execPath)}:${process.env.PATH ?? ""}`;

describe.skipIf(!hasTerraform())("real terraform", () => {
  test("apply changes, gives outputs to later steps, and a second run is ok", async () => {
    terraformStage(APPLY, "infra", "use");
    const environment = { PATH, HOME: stage.workspace.path("home") };
    expect(outcomes(await stage.run({ environment }))).toEqual({ infra: "changed", use: "changed" });
    expect(outcomes(await stage.run({ environment }, { select: ["infra"] }))).toEqual({ infra: "ok" });
    expect(stage.workspace.has(".canary/terraform/local/demo/infra/terraform.tfstate")).toBe(true);
    expect(stage.workspace.has("infra/.terraform")).toBe(false);
    const undone = await stage.run({ environment }, { select: ["infra"], direction: "undo" });
    expect(outcomes(undone)).toEqual({ infra: "changed" });
    expect(stage.ledger.statuses().infra).toBe("pending");
  });

  test("replace makes the named resource anew", async () => {
    const step =
      "terraform: {root: infra, command: apply, variables: {greeting: hi}, replace: [terraform_data.demo]}";
    terraformStage(`  infra: { run: [{${step}}] }\n`, "infra");
    const environment = { PATH, HOME: stage.workspace.path("home") };
    expect(outcomes(await stage.run({ environment }))).toEqual({ infra: "changed" });
    expect(outcomes(await stage.run({ environment }))).toEqual({ infra: "changed" });
  });

  test("a mistake in the root fails with terraform's own words", async () => {
    terraformStage(`  infra: { run: [{terraform: {root: infra, command: apply}}] }\n`, "infra");
    const run = await stage.run({ environment: { PATH, HOME: stage.workspace.path("home") } });
    expect(run.results[0]?.error?.message).toContain("No value for required variable");
  });

  test("a state that another terraform holds is told with its process, which lives, and the way out", async () => {
    terraformStage(`  infra: { run: [{terraform: {root: infra, command: apply}}] }\n`, "infra");
    const slow =
      'provisioner "local-exec" {\n    command = "touch held; exec sleep 600"\n    working_dir = "${path.root}"\n  }\n';
    stage.workspace.write(
      "infra/main.tf",
      ROOT.replace("input = var.greeting\n", `input = var.greeting\n  ${slow}`),
    );
    const env = {
      PATH,
      HOME: stage.workspace.path("home"),
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: "/dev/null",
    };
    const cwd = stage.workspace.path("infra");
    const words = ["-input=false", "-no-color", "-var=greeting=hi"];
    execFileSync("terraform", ["init", "-no-color"], { cwd, env, stdio: "ignore" });
    const other = spawn("terraform", ["apply", "-auto-approve", ...words], { cwd, env, stdio: "ignore" });
    try {
      await until(() => stage.workspace.has("infra/held"));
      const { stderr, status } = spawnSync("terraform", ["plan", ...words], { cwd, env, encoding: "utf8" });
      expect(status).toBe(1);
      expect(
        classifyFailure({ tool: "terraform", exitCode: 1, output: stderr, isAfterInstall: false }),
      ).toMatchObject({ kind: "locked", rule: "terraform-state-lock" });
      const lock = parseTerraformLock(stderr);
      const root = {
        directory: cwd,
        dataDirectory: `${cwd}/.terraform`,
        statePath: `${cwd}/terraform.tfstate`,
      };
      expect(lock).toMatchObject({ operation: "OperationTypeApply", who: expect.stringContaining("@") });
      if (lock === undefined) return;
      expect(tellLock(lock, root).message).toContain(
        `process ${other.pid} of this machine holds it and lives`,
      );
      expect(tellLock(lock, root).hint).toContain(`kill -INT ${other.pid}`);
      other.kill("SIGINT");
      await once(other, "close");
      expect(tellLock(lock, root).hint).toContain(`-chdir=${cwd} force-unlock -force ${lock.id}`);
    } finally {
      other.kill("SIGINT");
    }
  });

  test("one interruption lets terraform end itself with its state written", async () => {
    terraformStage(
      `  infra: { run: [{terraform: {root: infra, command: apply, variables: {greeting: hi}}}] }\n`,
      "infra",
    );
    const slow =
      'provisioner "local-exec" {\n    command = "touch started; exec sleep 600"\n    working_dir = "${path.root}"\n  }\n';
    stage.workspace.write(
      "infra/main.tf",
      ROOT.replace("input = var.greeting\n", `input = var.greeting\n  ${slow}`),
    );
    const ended = stage.run({ environment: { PATH, HOME: stage.workspace.path("home") } });
    await until(() => stage.workspace.has("infra/started"));
    stage.interrupt("SIGINT");
    expect(outcomes(await ended)).toEqual({ infra: "interrupted" });
    expect(stage.workspace.read(".canary/terraform/local/demo/infra/terraform.tfstate")).toContain("tainted");
    expect(stage.workspace.has(".canary/terraform/local/demo/infra/.terraform.tfstate.lock.info")).toBe(
      false,
    );
  });
});
