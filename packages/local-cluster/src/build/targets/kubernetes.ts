import type { BuildPart } from "../build-target.ts";
import { VERSIONS } from "./versions.ts";

const version = `v${VERSIONS.kubernetes}`;
const [major, minor] = VERSIONS.kubernetes.split(".") as [string, string];

/** What Kubernetes' programs, and others that link its libraries, say of themselves. */
export const kubernetesVariables: Readonly<Record<string, string>> = {
  "k8s.io/component-base/version.gitVersion": version,
  "k8s.io/component-base/version.gitMajor": major,
  "k8s.io/component-base/version.gitMinor": minor,
  "k8s.io/component-base/version.gitCommit": "module",
  "k8s.io/component-base/version.gitTreeState": "clean",
  "k8s.io/component-base/version.buildDate": "1970-01-01T00:00:00Z",
  "k8s.io/client-go/pkg/version.gitVersion": version,
  "k8s.io/client-go/pkg/version.gitMajor": major,
  "k8s.io/client-go/pkg/version.gitMinor": minor,
};

/** One program for the whole control plane, the kubelet and kubectl: they share nearly all packages. */
export const kubernetesPart: BuildPart = {
  name: "kubernetes",
  isInEveryCluster: true,
  targets: [
    {
      kind: "program",
      name: "kube",
      module: "core",
      package: "./cmd/kube",
      variables: kubernetesVariables,
      links: [
        "etcd",
        "kube-apiserver",
        "kube-controller-manager",
        "kube-scheduler",
        "kubelet",
        "kube-proxy",
        "kubectl",
      ],
      expectedMs: 326_000,
    },
  ],
};
