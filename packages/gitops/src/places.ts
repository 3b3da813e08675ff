/** Where the cluster's own Git server keeps the repository, and under which address Argo CD reads it. */
export const GIT_SERVER = {
  namespace: "git-system",
  deployment: "git",
  repository: "/srv/git/canary.git",
  url: "http://git.git-system.svc/canary.git",
  branch: "main",
} as const;

export const ARGOCD_NAMESPACE = "argocd";

/** Folders of the repository that hold what is applied. */
export const FOLDERS = {
  namespaces: "k8s/namespaces",
  gitServer: "infra/platform/git-server/overlays",
  argocd: "infra/platform/argocd/overlays",
  root: "argocd/root/overlays",
  upstream: "infra/platform/upstream",
} as const;
