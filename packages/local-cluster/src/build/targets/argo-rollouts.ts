import type { BuildPart } from "../build-target.ts";
import { kubernetesVariables } from "./kubernetes.ts";
import { VERSIONS } from "./versions.ts";

const MODULE = "github.com/argoproj/argo-rollouts";
const version = VERSIONS["argo-rollouts"];
const image = `quay.io/argoproj/argo-rollouts:v${version}`;

const variables = {
  ...kubernetesVariables,
  [`${MODULE}/utils/version.version`]: version,
  [`${MODULE}/utils/version.gitTag`]: `v${version}`,
  [`${MODULE}/utils/version.gitCommit`]: "module",
  [`${MODULE}/utils/version.gitTreeState`]: "clean",
};

/** The controller of progressive delivery, its kubectl plug-in and its upstream manifest. */
export const argoRolloutsPart: BuildPart = {
  name: "argo-rollouts",
  isInEveryCluster: true,
  targets: [
    {
      kind: "program",
      name: "rollouts-controller",
      module: "core",
      package: `${MODULE}/cmd/rollouts-controller`,
      variables,
      expectedMs: 40_000,
    },
    {
      kind: "program",
      name: "kubectl-argo-rollouts",
      module: "core",
      package: `${MODULE}/cmd/kubectl-argo-rollouts`,
      variables,
      expectedMs: 15_000,
    },
    {
      kind: "image",
      name: "argo-rollouts-image",
      image,
      config: { Entrypoint: ["/bin/rollouts-controller"], WorkingDir: "/home/argo-rollouts", User: "999" },
      files: [{ from: { program: "rollouts-controller" }, to: "/bin/rollouts-controller" }],
      expectedMs: 1_000,
    },
    {
      kind: "manifest",
      name: "argo-rollouts-manifest",
      module: "core",
      goModule: MODULE,
      path: "manifests/install.yaml",
      replace: { "quay.io/argoproj/argo-rollouts:latest": image },
      output: "manifests/argo-rollouts/install.yaml",
      expectedMs: 500,
    },
  ],
};
