import { shellLine } from "@canary/core";
import type { PlannedStep } from "@canary/project";
import { showText, terraformCommands } from "@canary/project";

/** The command lines of a step, quoted so that a shell would read the same words. */
export function commandsOf({ action }: PlannedStep): readonly string[] {
  switch (action.kind) {
    case "terraform": {
      const { init, plan, apply } = terraformCommands(action);
      const wanted = action.command === "plan" ? [init, plan] : [init, plan, apply];
      return wanted.map((argv) => shellLine(argv.map(showText)));
    }
    case "http":
      return [`GET ${showText(action.url)}`];
    case "wait":
      return commandsOf(action.for).map((command) => `until ${command}`);
    case "approve":
      return [`approve: ${action.message}`];
    case "command":
    case "kubectl":
    case "helm":
    case "argocd":
      return [shellLine(action.argv.map(showText))];
  }
}
