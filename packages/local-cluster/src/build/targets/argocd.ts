import type { BuildPart, ImageTarget } from "../build-target.ts";
import { VERSIONS } from "./versions.ts";

const MODULE = "github.com/argoproj/argo-cd/v3";
const COMMON = `${MODULE}/common`;

/** One program; its name on the command line says which of Argo CD's services it is. */
const SERVICES = [
  "server",
  "repo-server",
  "cmp-server",
  "application-controller",
  "dex",
  "notifications",
  "applicationset-controller",
  "k8s-auth",
  "commit-server",
];

const script = (path: string, to: string): ImageTarget["files"][number] => ({
  from: { module: "argocd", goModule: MODULE, path, isExecutable: true },
  to,
});

/** Argo CD with the kustomize and helm that it calls, on Debian (git, gpg, tini), its Redis, and its upstream manifest. */
export const argocdPart: BuildPart = {
  name: "argocd",
  isInEveryCluster: false,
  targets: [
    {
      kind: "program",
      name: "argocd",
      module: "argocd",
      package: `${MODULE}/cmd`,
      variables: {
        [`${COMMON}.version`]: VERSIONS.argocd,
        [`${COMMON}.gitCommit`]: "module",
        [`${COMMON}.gitTreeState`]: "clean",
        [`${COMMON}.gitTag`]: `v${VERSIONS.argocd}`,
      },
      expectedMs: 150_000,
    },
    {
      kind: "program",
      name: "kustomize",
      module: "argocd",
      package: "sigs.k8s.io/kustomize/kustomize/v5",
      variables: { "sigs.k8s.io/kustomize/api/provenance.version": `kustomize/v${VERSIONS.kustomize}` },
      expectedMs: 2_000,
    },
    {
      kind: "program",
      name: "helm",
      module: "argocd",
      package: "helm.sh/helm/v3/cmd/helm",
      variables: { "helm.sh/helm/v3/internal/version.version": `v${VERSIONS.helm}` },
      expectedMs: 7_000,
    },
    {
      kind: "image",
      name: "argocd-image",
      image: `quay.io/argoproj/argocd:v${VERSIONS.argocd}`,
      config: {
        Entrypoint: ["/usr/bin/tini", "--"],
        User: "999",
        WorkingDir: "/home/argocd",
        Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "USER=argocd"],
      },
      base: ["debian"],
      files: [
        { from: { program: "argocd" }, to: "/usr/local/bin/argocd" },
        { from: { program: "kustomize" }, to: "/usr/local/bin/kustomize" },
        { from: { program: "helm" }, to: "/usr/local/bin/helm" },
        script("hack/gpg-wrapper.sh", "/usr/local/bin/gpg-wrapper.sh"),
        script("hack/git-verify-wrapper.sh", "/usr/local/bin/git-verify-wrapper.sh"),
        script("entrypoint.sh", "/usr/local/bin/entrypoint.sh"),
      ],
      links: Object.fromEntries(
        SERVICES.map((name) => [`/usr/local/bin/argocd-${name}`, "/usr/local/bin/argocd"]),
      ),
      directories: [
        "/home/argocd",
        "/app/config/ssh",
        "/app/config/tls",
        "/app/config/gpg/source",
        "/app/config/gpg/keys",
      ],
      expectedMs: 5_000,
    },
    {
      // Debian's Redis under the name that the manifest asks for.
      kind: "image",
      name: "redis-image",
      image: `public.ecr.aws/docker/library/redis:${VERSIONS.redis}-alpine`,
      config: { Entrypoint: ["/bin/sh", "-c", "exec redis-server $*", "redis"] },
      base: ["debian"],
      files: [],
      expectedMs: 4_000,
    },
    {
      kind: "manifest",
      name: "argocd-manifest",
      module: "argocd",
      goModule: MODULE,
      path: "manifests/install.yaml",
      replace: {},
      output: "manifests/argocd/install.yaml",
      expectedMs: 500,
    },
  ],
};
