import type { BuildPart } from "../build-target.ts";
import { VERSIONS } from "./versions.ts";

const COMMAND = "github.com/prometheus/alertmanager/cmd";
const VERSION = "github.com/prometheus/common/version";

const variables = { [`${VERSION}.Version`]: VERSIONS.alertmanager, [`${VERSION}.Revision`]: "module" };

/**
 * Alertmanager, and the tool that checks its routes: the newest release whose web page is in its Go module. From 0.32 on the
 * page is made by a JavaScript build, which the module does not carry.
 */
export const alertmanagerPart: BuildPart = {
  name: "alertmanager",
  isInEveryCluster: false,
  targets: [
    {
      kind: "program",
      name: "alertmanager",
      module: "alertmanager",
      package: `${COMMAND}/alertmanager`,
      variables,
      expectedMs: 90_000,
    },
    {
      kind: "program",
      name: "amtool",
      module: "alertmanager",
      package: `${COMMAND}/amtool`,
      variables,
      expectedMs: 10_000,
    },
    {
      kind: "image",
      name: "alertmanager-image",
      image: `quay.io/prometheus/alertmanager:v${VERSIONS.alertmanager}`,
      config: { Entrypoint: ["/bin/alertmanager"], User: "65534:65534" },
      files: [
        { from: { program: "alertmanager" }, to: "/bin/alertmanager" },
        { from: { program: "amtool" }, to: "/bin/amtool" },
      ],
      expectedMs: 2_000,
    },
  ],
};
