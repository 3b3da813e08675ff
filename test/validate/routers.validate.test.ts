import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/markdown.ts";
import { environmentObjects } from "./support/environment-objects.ts";
import { renderAll, renderVariant } from "./support/rendered-sets.ts";
import { ROOTS } from "./support/variants.ts";

/** Where a router's Service is looked up: packages/local-cluster/src/hosts/ingress-hosts.ts. */
const SELECTED = ["ingress-nginx", "traefik"];

describe.each(ROOTS)("the router of $set", ({ set, router }) => {
  it("leaves nothing behind when another one is chosen", async () => {
    const objects = await renderAll((name) => name === set);
    const application = objects.find(
      ({ kind, metadata }) => kind === "Application" && metadata.name === router,
    );
    expect(application?.metadata.finalizers).toEqual(["resources-finalizer.argocd.argoproj.io"]);
  });

  it("may come from where its project lets it, and nothing else may come from there", async () => {
    const objects = await renderAll((name) => name === set);
    const project = objects.find(
      ({ kind, metadata }) => kind === "AppProject" && metadata.name === "platform",
    );
    expect(
      JSON.stringify(project?.spec?.["sourceRepos"]).includes("kubernetes.github.io/ingress-nginx"),
    ).toBe(router === "ingress-nginx");
  });
});

it("docs/guides/ingress.md says which routers are for production, where it names nginx", () => {
  const guide = readFileSync(join(ROOT, "docs/guides/ingress.md"), "utf8");
  const [, above = ""] = /^(\| router \|[^]*?)^## /m.exec(guide) ?? [];
  expect(above).toMatch(/^\| `nginx` \|/m);
  expect(above).toMatch(/^In production take the Gateway API, or Traefik/m);
});

it("nginx is refused on the local cluster, where its image cannot be built", async () => {
  const nginx = renderVariant({
    name: "argocd/root/overlays/local with the router nginx",
    folder: "argocd/root/overlays/local",
    line: "  - ../../../routers/traefik",
    instead: "  - ../../../routers/nginx",
  });
  await expect(nginx).rejects.toThrow(/routers\/nginx.*ConfigMap.*repository/s);
});

it("policies of the namespace ingress name every router, so that none has to be changed with it", async () => {
  const policies = (await environmentObjects("remote")).filter(
    ({ kind, metadata }) => kind === "NetworkPolicy" && metadata.namespace === "ingress",
  );
  const named = policies
    .map(({ spec }) => JSON.stringify(spec?.["podSelector"]))
    .filter((text) => /nginx|traefik/.test(text));
  expect(named).toHaveLength(4);
  for (const text of named) expect(SELECTED.filter((name) => !text.includes(`"${name}"`))).toEqual([]);
});
