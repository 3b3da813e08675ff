import type { BuildPart } from "../build-target.ts";
import { VERSIONS } from "./versions.ts";

const VERSION = "github.com/traefik/traefik/v3/pkg/version";

/**
 * The ingress controller. 3.7 is the first that reads nginx's canary annotations; 3.7.5 is the newest whose forked modules
 * the module proxy has.
 */
export const traefikPart: BuildPart = {
  name: "traefik",
  isInEveryCluster: false,
  targets: [
    {
      kind: "program",
      name: "traefik",
      module: "traefik",
      package: "github.com/traefik/traefik/v3/cmd/traefik",
      variables: { [`${VERSION}.Version`]: `v${VERSIONS.traefik}`, [`${VERSION}.Codename`]: "module" },
      // The hundred DNS services that it could ask for certificates bring in the SDK of each cloud: half of its packages.
      amended: {
        goModule: "github.com/go-acme/lego/v4",
        files: { "providers/dns/zz_gen_dns_providers.go": "lego/no_dns_providers.go" },
      },
      expectedMs: 200_000,
    },
    {
      kind: "image",
      name: "traefik-image",
      image: `docker.io/library/traefik:v${VERSIONS.traefik}`,
      config: { Entrypoint: ["/traefik"] },
      files: [{ from: { program: "traefik" }, to: "/traefik" }],
      expectedMs: 3_000,
    },
  ],
};
