import type { BuildPart } from "../build-target.ts";
import { VERSIONS } from "./versions.ts";

const COMMAND = "github.com/prometheus/prometheus/cmd";
const VERSION = "github.com/prometheus/common/version";

const variables = { [`${VERSION}.Version`]: VERSIONS.prometheus, [`${VERSION}.Revision`]: "module" };
/** Discovery in Kubernetes and by DNS; the other thirty kinds would double size and build. */
const tags = ["remove_all_sd", "enable_kubernetes_sd", "enable_dns_sd"];

/** Prometheus, and the tool that checks its rules. */
export const prometheusPart: BuildPart = {
  name: "prometheus",
  isInEveryCluster: false,
  targets: [
    {
      kind: "program",
      name: "prometheus",
      module: "prometheus",
      package: `${COMMAND}/prometheus`,
      variables,
      tags,
      expectedMs: 170_000,
    },
    {
      kind: "program",
      name: "promtool",
      module: "prometheus",
      package: `${COMMAND}/promtool`,
      variables,
      tags,
      expectedMs: 15_000,
    },
    {
      kind: "image",
      name: "prometheus-image",
      image: `quay.io/prometheus/prometheus:v${VERSIONS.prometheus}`,
      config: { Entrypoint: ["/bin/prometheus"], User: "65534:65534" },
      files: [
        { from: { program: "prometheus" }, to: "/bin/prometheus" },
        { from: { program: "promtool" }, to: "/bin/promtool" },
      ],
      expectedMs: 3_000,
    },
  ],
};
