import type { BuildEvent, WaitingEvent } from "../build/build-event.ts";

/** The parts of an `up` and a `down`, in order. */
export type ClusterStep =
  | "clean"
  | "credentials"
  | "node"
  | "network"
  | "api-server"
  | "node-ready"
  | "dns"
  | "stop";

export interface StepEvent {
  readonly kind: "step";
  readonly step: ClusterStep;
  readonly state: "started" | "done";
  /** Since the verb began. */
  readonly elapsedMs: number;
  readonly detail?: string;
}

export type ClusterEvent = BuildEvent | StepEvent | WaitingEvent;
