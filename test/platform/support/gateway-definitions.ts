import { join } from "node:path";
import { ROOT } from "../../support/markdown.ts";
import { run } from "./run.ts";

/** The folder of the Gateway API's definitions (standard channel), in the Go module that Traefik requires. */
export async function findGatewayDefinitions(): Promise<string> {
  const module = join(ROOT, "infra/local-cluster/mod/traefik");
  const download = ["-C", module, "mod", "download", "-json", "sigs.k8s.io/gateway-api"];
  const { Dir } = JSON.parse(await run("go", download)) as { readonly Dir: string };
  return join(Dir, "config/crd/standard");
}
