/** A change of one line that the guides teach, and the set that it gives. */
export interface Variant {
  readonly name: string;
  /** The folder of the kustomization that is changed. */
  readonly folder: string;
  readonly line: string;
  readonly instead: string;
}

const ROOT_REMOTE = "argocd/root/overlays/remote";

/** What a user may choose in one line, besides what is there. */
export const VARIANTS: readonly Variant[] = [
  {
    name: `${ROOT_REMOTE} with the router traefik`,
    folder: ROOT_REMOTE,
    line: "  - ../../../routers/nginx",
    instead: "  - ../../../routers/traefik",
  },
  {
    name: `${ROOT_REMOTE} without sync windows`,
    folder: ROOT_REMOTE,
    line: "  - ../../../sync-windows",
    instead: "",
  },
  {
    name: "infra/platform/traefik/overlays/remote with the Gateway API",
    folder: "infra/platform/traefik/overlays/remote",
    line: "  - ../../base",
    instead: "  - ../../../gateway-api/base",
  },
  {
    name: "infra/platform/argo-rollouts/overlays/remote with the Gateway API",
    folder: "infra/platform/argo-rollouts/overlays/remote",
    line: "  # - ../../../gateway-api/plugin",
    instead: "  - ../../../gateway-api/plugin",
  },
];

/** Which set of Applications a cluster can have, and the components of infra/platform that it then leaves out. */
export const ROOTS = [
  { environment: "local", set: "argocd/root/overlays/local", router: "traefik", unused: [] },
  {
    environment: "remote",
    set: ROOT_REMOTE,
    router: "ingress-nginx",
    unused: ["infra/platform/traefik/overlays/remote"],
  },
  {
    environment: "remote",
    set: `${ROOT_REMOTE} with the router traefik`,
    router: "traefik",
    unused: [],
  },
] as const;

/** The changed text. Throws where it does not have the line exactly once, because then the guide is wrong. */
export function varied(text: string, { folder, line, instead }: Variant): string {
  const lines = text.split("\n");
  if (lines.filter((each) => each === line).length !== 1)
    throw new Error(`${folder} has not one line ${line}`);
  return lines.map((each) => (each === line ? instead : each)).join("\n");
}
