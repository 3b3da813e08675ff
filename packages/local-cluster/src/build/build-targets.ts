/** A program compiled from a module of `mod/`. */
export interface ProgramTarget {
  readonly kind: "program";
  readonly name: string;
  /** The module's folder in `mod/`. */
  readonly module: string;
  readonly package: string;
  /** Values that the linker puts into variables: full variable name → value. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  /** Further names of the same program (a multi-call binary). */
  readonly links?: readonly string[];
  /** Measured on two cores with empty caches. */
  readonly expectedMs: number;
}

/** A file or folder for an image: a built program, or a path inside a Go module that `module` requires. */
export type ImageSource =
  | { readonly program: string }
  | { readonly module: string; readonly goModule: string; readonly path: string };

/** An OCI archive made of built programs, under the image's upstream name. */
export interface ImageTarget {
  readonly kind: "image";
  readonly name: string;
  readonly image: string;
  /** The image's configuration, as the OCI image specification names its fields. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly from: ImageSource; readonly to: string }[];
  readonly expectedMs: number;
}

/** A manifest copied out of a Go module, whose content go.sum vouches for. */
export interface ManifestTarget {
  readonly kind: "manifest";
  readonly name: string;
  readonly module: string;
  readonly goModule: string;
  readonly path: string;
  /** Texts that are replaced, each of which must occur. */
  readonly replace: Readonly<Record<string, string>>;
  readonly output: string;
  readonly expectedMs: number;
}

export type BuildTarget = ProgramTarget | ImageTarget | ManifestTarget;

export const KUBERNETES_VERSION = "1.34.1";
export const ARGO_ROLLOUTS_VERSION = "1.9.1";
export const COREDNS_VERSION = "1.13.1";
export const PODINFO_VERSION = "6.9.2";
export const PAUSE_IMAGE = "registry.k8s.io/pause:3.10.1";

const ROLLOUTS_MODULE = "github.com/argoproj/argo-rollouts";
const PODINFO_MODULE = "github.com/stefanprodan/podinfo";

const kubernetesVariables = {
  "k8s.io/component-base/version.gitVersion": `v${KUBERNETES_VERSION}`,
  "k8s.io/component-base/version.gitMajor": "1",
  "k8s.io/component-base/version.gitMinor": "34",
  "k8s.io/component-base/version.gitCommit": "module",
  "k8s.io/component-base/version.gitTreeState": "clean",
  "k8s.io/component-base/version.buildDate": "1970-01-01T00:00:00Z",
  "k8s.io/client-go/pkg/version.gitVersion": `v${KUBERNETES_VERSION}`,
  "k8s.io/client-go/pkg/version.gitMajor": "1",
  "k8s.io/client-go/pkg/version.gitMinor": "34",
};

const rolloutsVariables = {
  ...kubernetesVariables,
  [`${ROLLOUTS_MODULE}/utils/version.version`]: ARGO_ROLLOUTS_VERSION,
  [`${ROLLOUTS_MODULE}/utils/version.gitTag`]: `v${ARGO_ROLLOUTS_VERSION}`,
  [`${ROLLOUTS_MODULE}/utils/version.gitCommit`]: "module",
  [`${ROLLOUTS_MODULE}/utils/version.gitTreeState`]: "clean",
};

/** Everything that is built, in order: programs first, then what is made of them. A new one is one entry. */
export const BUILD_TARGETS: readonly BuildTarget[] = [
  { kind: "program", name: "helper", module: "helper", package: ".", expectedMs: 15_000 },
  { kind: "program", name: "pause", module: "pause", package: ".", expectedMs: 1_000 },
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
  {
    kind: "program",
    name: "rollouts-controller",
    module: "core",
    package: `${ROLLOUTS_MODULE}/cmd/rollouts-controller`,
    variables: rolloutsVariables,
    expectedMs: 40_000,
  },
  {
    kind: "program",
    name: "kubectl-argo-rollouts",
    module: "core",
    package: `${ROLLOUTS_MODULE}/cmd/kubectl-argo-rollouts`,
    variables: rolloutsVariables,
    expectedMs: 15_000,
  },
  {
    kind: "program",
    name: "podinfo",
    module: "podinfo",
    package: `${PODINFO_MODULE}/cmd/podinfo`,
    variables: { [`${PODINFO_MODULE}/pkg/version.REVISION`]: "module" },
    expectedMs: 20_000,
  },
  { kind: "program", name: "coredns", module: "coredns", package: "./cmd/coredns", expectedMs: 55_000 },
  {
    kind: "image",
    name: "pause-image",
    image: PAUSE_IMAGE,
    config: { Entrypoint: ["/pause"], User: "65535:65535" },
    files: [{ from: { program: "pause" }, to: "/pause" }],
    expectedMs: 500,
  },
  {
    kind: "image",
    name: "coredns-image",
    image: `registry.k8s.io/coredns/coredns:v${COREDNS_VERSION}`,
    config: { Entrypoint: ["/coredns"] },
    files: [{ from: { program: "coredns" }, to: "/coredns" }],
    expectedMs: 1_000,
  },
  {
    kind: "image",
    name: "podinfo-image",
    image: `ghcr.io/stefanprodan/podinfo:${PODINFO_VERSION}`,
    config: { Cmd: ["/home/app/podinfo"], WorkingDir: "/home/app", User: "100:101" },
    files: [
      { from: { program: "podinfo" }, to: "/home/app/podinfo" },
      { from: { module: "podinfo", goModule: PODINFO_MODULE, path: "ui" }, to: "/home/app/ui" },
    ],
    expectedMs: 1_000,
  },
  {
    kind: "image",
    name: "argo-rollouts-image",
    image: `quay.io/argoproj/argo-rollouts:v${ARGO_ROLLOUTS_VERSION}`,
    config: { Entrypoint: ["/bin/rollouts-controller"], WorkingDir: "/home/argo-rollouts", User: "999" },
    files: [{ from: { program: "rollouts-controller" }, to: "/bin/rollouts-controller" }],
    expectedMs: 1_000,
  },
  {
    kind: "manifest",
    name: "argo-rollouts-manifest",
    module: "core",
    goModule: ROLLOUTS_MODULE,
    path: "manifests/install.yaml",
    replace: {
      "quay.io/argoproj/argo-rollouts:latest": `quay.io/argoproj/argo-rollouts:v${ARGO_ROLLOUTS_VERSION}`,
    },
    output: "manifests/argo-rollouts/install.yaml",
    expectedMs: 500,
  },
];
