import type { ClusterEvent } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import { formatDuration } from "./duration.ts";
import { ProgressLine } from "./progress-line.ts";

/** What people read while a cluster is built or started: how many of how many, what now, how long, how much is left. */
export interface ClusterProgress {
  readonly onEvent: (event: ClusterEvent) => void;
  stop(): void;
}

type BuildEvent = Extract<ClusterEvent, { kind: "build" }>;
type StepEvent = Extract<ClusterEvent, { kind: "step" }>;

const STEP_TEXTS: Readonly<Record<StepEvent["step"], string>> = {
  clean: "remove what an earlier start left",
  credentials: "make certificates and kubeconfig",
  node: "start the node",
  network: "connect the network",
  "api-server": "wait for the API server",
  "node-ready": "wait for the node",
  dns: "wait for cluster DNS",
  stop: "stop the cluster",
};

/** Without a terminal a long target says that it is alive this often. */
const QUIET_MS = 30_000;

export function createClusterProgress(context: CliContext): ClusterProgress {
  const line = new ProgressLine(context);
  const showBuild = createBuildProgress(context, line);
  return {
    onEvent: (event) => {
      if (event.kind === "build") showBuild(event);
      else if (event.kind === "step") showStep(event, context, line);
      else line.keep(`waiting for ${event.subject}, which ${event.owner} holds`);
    },
    stop: () => line.stop(),
  };
}

function createBuildProgress(context: CliContext, line: ProgressLine): (event: BuildEvent) => void {
  let lastSaid = 0;
  return (event) => {
    const place = `[${event.index}/${event.total}]`;
    if (event.state === "started") {
      lastSaid = context.clock.now();
      line.begin(`${place} build ${event.target}${leftOf(event)}`);
    } else if (event.state === "progress") {
      line.detail(`${packagesOf(event)}${leftOf(event)}`);
      if (context.isProgressInPlace || context.clock.now() - lastSaid < QUIET_MS) return;
      lastSaid = context.clock.now();
      context.say(
        `${place} build ${event.target} ${packagesOf(event)} for ${formatDuration(event.elapsedMs)}${leftOf(event)}`,
      );
    } else {
      const how = event.state === "reused" ? "was built" : `built in ${formatDuration(event.elapsedMs)}`;
      line.end(`${place} ${context.err.good("✔")} ${event.target} ${context.err.dim(how)}`);
    }
  };
}

function showStep({ step, state, elapsedMs }: StepEvent, context: CliContext, line: ProgressLine): void {
  const text = STEP_TEXTS[step];
  if (state === "started") line.begin(text);
  else line.end(`${context.err.good("✔")} ${text} ${context.err.dim(`after ${formatDuration(elapsedMs)}`)}`);
}

function packagesOf({ packages }: BuildEvent): string {
  return packages === undefined ? "" : `${packages.done}/${packages.total} packages`;
}

function leftOf({ remainingMs }: BuildEvent): string {
  return remainingMs > 1000 ? `, about ${formatDuration(remainingMs)} left` : "";
}
