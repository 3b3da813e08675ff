import { delimiter } from "node:path";

export interface ChildEnvironmentOptions {
  /** What the children get; nothing else of ours is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Searched before PATH. */
  readonly toolDirectories: readonly string[];
  readonly kubeconfig: string | null;
}

/** Variables that would change what a tool does behind the plan's back. */
const REFUSED = /^(?:TF_CLI_ARGS(?:_.*)?|KUBECTL_EXTERNAL_DIFF)$/;

/** The environment of every child: explicit, with the run's own kubeconfig and tools. */
export function childEnvironment(options: ChildEnvironmentOptions): Readonly<Record<string, string>> {
  const { environment, toolDirectories, kubeconfig } = options;
  const kept = Object.entries(environment).filter(([name]) => !REFUSED.test(name));
  const path = [...toolDirectories, environment.PATH ?? ""].filter((part) => part !== "").join(delimiter);
  return {
    ...Object.fromEntries(kept),
    PATH: path,
    ...(kubeconfig === null ? {} : { KUBECONFIG: kubeconfig }),
  };
}
