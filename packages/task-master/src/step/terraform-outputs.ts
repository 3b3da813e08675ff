import { CanaryError } from "@canary/core";
import type { Plan, TerraformRoot } from "../plan/plan.ts";
import type { ToolFinder } from "../process/tool-finder.ts";
import { secretForms } from "../run/secret-forms.ts";
import { terraformEnvironment } from "./terraform-commands.ts";

const TIMEOUT_MS = 60_000;

/** What reading outputs needs of a run. */
export interface OutputsContext {
  readonly plan: Plan;
  readonly environment: Readonly<Record<string, string>>;
  readonly tools: ToolFinder;
  /** The forms of sensitive outputs are added. */
  readonly secrets: string[];
}

interface Output {
  readonly sensitive?: boolean;
  readonly value: unknown;
}

/** The outputs of tasks, read from terraform's state when they are first asked for. */
export class TerraformOutputs {
  readonly #context: OutputsContext;
  readonly #known = new Map<string, Readonly<Record<string, Output>>>();

  constructor(context: OutputsContext) {
    this.#context = context;
  }

  /** The text of an output: a string as it is, anything else as JSON. Throws CANARY_PLAYBOOK_NAME_UNKNOWN. */
  async read(task: string, name: string): Promise<string> {
    for (const root of this.#context.plan.outputs[task] ?? []) {
      const output = (await this.#outputsOf(root))[name];
      if (output === undefined) continue;
      const text = typeof output.value === "string" ? output.value : JSON.stringify(output.value);
      if (output.sensitive === true) this.#context.secrets.push(...secretForms([text]));
      return text;
    }
    throw new CanaryError(`Task "${task}" has no output "${name}"`, {
      code: "CANARY_PLAYBOOK_NAME_UNKNOWN",
      hint: `Run ${task} first, or add the output to its terraform root`,
      details: { task, output: name },
    });
  }

  /** Reads again next time: something was applied. */
  forget(): void {
    this.#known.clear();
  }

  async #outputsOf(root: TerraformRoot): Promise<Readonly<Record<string, Output>>> {
    const known = this.#known.get(root.statePath);
    if (known !== undefined) return known;
    const { plan, environment, tools } = this.#context;
    const { execa } = await import("execa");
    const result = await execa(
      tools.find("terraform") ?? "terraform",
      [`-chdir=${root.directory}`, "output", "-json"],
      {
        env: { ...environment, ...terraformEnvironment(root, plan.stateDirectory) },
        extendEnv: false,
        stdin: "ignore",
        timeout: TIMEOUT_MS,
        reject: false,
      },
    );
    const outputs = result.failed ? {} : (JSON.parse(result.stdout) as Readonly<Record<string, Output>>);
    this.#known.set(root.statePath, outputs);
    return outputs;
  }
}
