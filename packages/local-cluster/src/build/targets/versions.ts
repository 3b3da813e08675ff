/** Versions of what is built, without a leading v; `infra/platform/versions.yaml` has them all, and a test holds both together. */
export const VERSIONS = {
  kubernetes: "1.34.1",
  "argo-rollouts": "1.9.1",
  argocd: "3.2.6",
  coredns: "1.13.1",
  "git-server": "1.2.0",
  helm: "3.18.4",
  kustomize: "5.7.1",
  pause: "3.10.1",
  podinfo: "6.9.2",
  redis: "8.2.2",
  debian: "12",
  prometheus: "3.11.3",
  alertmanager: "0.31.1",
  traefik: "3.7.5",
  "webhook-receiver": "1.0.0",
} as const;
