import type { BuildPart, BuildTarget } from "./build-target.ts";
import { alertmanagerPart } from "./targets/alertmanager.ts";
import { argoRolloutsPart } from "./targets/argo-rollouts.ts";
import { argocdPart } from "./targets/argocd.ts";
import { corednsPart } from "./targets/coredns.ts";
import { debianPart } from "./targets/debian.ts";
import { gitServerPart } from "./targets/git-server.ts";
import { helperPart } from "./targets/cluster-helper.ts";
import { kubernetesPart } from "./targets/kubernetes.ts";
import { pausePart } from "./targets/pause.ts";
import { podinfoPart } from "./targets/podinfo.ts";
import { prometheusPart } from "./targets/prometheus.ts";
import { traefikPart } from "./targets/traefik.ts";
import { webhookReceiverPart } from "./targets/webhook-receiver.ts";

/** Every component, in the order in which they are built. A new one is a file in `targets/` and a line here. */
export const BUILD_PARTS: readonly BuildPart[] = [
  helperPart,
  pausePart,
  kubernetesPart,
  argoRolloutsPart,
  podinfoPart,
  corednsPart,
  debianPart,
  argocdPart,
  traefikPart,
  prometheusPart,
  alertmanagerPart,
  webhookReceiverPart,
  gitServerPart,
];

/** The names of the parts that only a platform needs. */
export const PLATFORM_PARTS: readonly string[] = BUILD_PARTS.filter(
  ({ isInEveryCluster }) => !isInEveryCluster,
).map(({ name }) => name);

/** Everything that can be built. */
export const BUILD_TARGETS: readonly BuildTarget[] = BUILD_PARTS.flatMap(({ targets }) => targets);
