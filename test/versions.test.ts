import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BUILD_TARGETS } from "../packages/local-cluster/src/build/build-targets.ts";
import { KIND_TOOLS } from "../packages/local-cluster/src/host/kind-checks.ts";
import { KIND_NODE_IMAGE } from "../packages/local-cluster/src/kind/kind-config.ts";
import { VERSIONS } from "../packages/local-cluster/src/build/targets/versions.ts";
import { COMPONENTS, moduleSource } from "./support/platform-versions.ts";
import { versionFaultsInText, versionFaultsInYaml } from "./support/version-faults.ts";

const root = join(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

const images = Object.values(COMPONENTS).flatMap((component) => component.images ?? []);

/** What configures the platform; documents and lockfiles tell of versions, they decide none. */
const configurationFiles = execFileSync(
  "git",
  ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
  {
    cwd: root,
    encoding: "utf8",
  },
)
  .split("\0")
  .filter((file) => /^(argocd|charts|infra|k8s|playbooks)\//.test(file));
const configuration = configurationFiles.filter(
  (file) => /\.(ya?ml|tf|hcl|toml)$/.test(file) && file !== "infra/platform/versions.yaml",
);

const goModules = configurationFiles.filter((file) => /^infra\/.*\/go\.mod$/.test(file));

const versionOf = (name: string): string => COMPONENTS[name]?.version ?? "";

/** What is wrong in a file of the configuration. */
const faultsIn = (file: string): readonly string[] =>
  /\.ya?ml$/.test(file) && !file.includes("/templates/")
    ? versionFaultsInYaml(read(file), COMPONENTS)
    : versionFaultsInText(read(file), COMPONENTS);

describe("infra/platform/versions.yaml", () => {
  it("is what the local cluster is built from", () => {
    const built = Object.keys(VERSIONS).map((name) => [name, COMPONENTS[name]?.version]);
    expect(Object.fromEntries(built)).toEqual(VERSIONS);
  });

  it.each(Object.entries(COMPONENTS).filter(([, { source }]) => "module" in source))(
    "names the release and the checksum of %s that go.mod and go.sum pin",
    (_, component) => {
      const source = moduleSource.parse(component.source);
      const revision = source.revision ?? `v${component.version}`;
      const folder = source.in.includes("/") ? source.in : `infra/local-cluster/mod/${source.in}`;
      expect(read(`${folder}/go.mod`)).toContain(`${source.module} ${revision}`);
      expect(read(`${folder}/go.sum`)).toContain(`${source.module} ${revision} ${component.checksum}\n`);
    },
  );

  it("has the release of each component whose definitions or chart manifests are held to", () => {
    const required = [...read("tools/schemas/go.mod").matchAll(/^\t(\S+) (v\S+)$/gm)];
    expect(required.length).toBeGreaterThan(3);
    const isKnown = (module: string, revision: string): boolean =>
      Object.entries(COMPONENTS).some(([name, { version, source }]) =>
        "module" in source && source.in === "tools/schemas"
          ? source.module === module && (source.revision ?? `v${version}`) === revision
          : module.endsWith(`/${name}`) && `v${version}` === revision,
      );
    expect(required.filter(([, module = "", revision = ""]) => !isKnown(module, revision))).toEqual([]);
  });

  it("gives a checksum to everything that comes from a module, and to what is downloaded or says why not", () => {
    const without = Object.entries(COMPONENTS).filter(
      ([, { source, checksum, unverified }]) =>
        checksum === undefined &&
        ("module" in source || (("url" in source || "image" in source) && unverified === undefined)),
    );
    expect(without).toEqual([]);
  });

  it("lists every image that the local cluster builds", () => {
    const built = BUILD_TARGETS.flatMap((target) => (target.kind === "image" ? [target.image] : []));
    expect(built.filter((image) => !images.includes(image))).toEqual([]);
  });

  it("has the version of each image, chart, label, address and digest that the configuration names, of the component that it is of", () => {
    expect(configuration.flatMap((file) => faultsIn(file).map((fault) => `${file}: ${fault}`))).toEqual([]);
  });

  const digest = `sha256:${"0".repeat(64)}`;
  const nginx = "{ repoURL: https://kubernetes.github.io/ingress-nginx, chart: ingress-nginx";
  it.each([
    "image: redis:8.2.2",
    "image: quay.io/argoproj/argocd:v9.9.9",
    "image: quay.io/argoproj/argocd:v9.9.9 # why",
    "containers: [{ name: a, image: quay.io/argoproj/argocd:v9.9.9 }]",
    "image: canary.local/git-server:9.9.9",
    `image: ghcr.io/stefanprodan/podinfo:6.9.2@${digest}`,
    `image: kindest/node:v1.34.0@${COMPONENTS["ingress-nginx"]?.checksum}`,
    "images: [{ name: quay.io/argoproj/argo-rollouts, newTag: v3.2.6 }]",
    "images: [{ name: a, newName: quay.io/argoproj/argocd, newTag: v1.9.1 }]",
    "targetRevision: v9.9.9",
    `source: ${nginx}, targetRevision: 1.15.1 }`,
    "source: { repoURL: https://elsewhere.example, chart: ingress-nginx, targetRevision: 4.15.1 }",
    "source: { repoURL: https://charts.jetstack.io, chart: cert-manager, targetRevision: v1.15.1 }",
    `source: ${nginx}, targetRevision: 4.15.1, helm: { valuesObject: { image: { tag: v4.15.1 } } } }`,
    `values: { digest: "${digest}" }`,
    "labels: { app.kubernetes.io/name: podinfo, app.kubernetes.io/version: 3.11.3 }",
    "kind: Rollout\nimage: ghcr.io/stefanprodan/podinfo:6.9.2\nlabels: { app.kubernetes.io/version: 3.11.3 }",
    "labels: { pod-security.kubernetes.io/enforce-version: v1.33 }",
    "labels: { pod-security.kubernetes.io/audit-version: latest }",
    "- https://github.com/argoproj/argo-rollouts/releases/download/v3.2.6/install.yaml",
    "- https://raw.githubusercontent.com/argoproj/argo-cd/v1.9.1/manifests/install.yaml",
    "- https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v9.9.9/deploy/static/deploy.yaml",
    "- https://github.com/argoproj/argo-cd//manifests/cluster-install?ref=v9.9.9",
    "- https://github.com/argoproj/argo-cd/archive/v9.9.9",
    "- https://elsewhere.example/3.2.6/install.yaml",
    "patch: |-\n  - op: add\n    value: { image: quay.io/argoproj/argocd:v9.9.9 }",
  ])("would find %s", (text) => {
    expect(versionFaultsInYaml(text, COMPONENTS)).toHaveLength(1);
  });

  it.each([
    "targetRevision: main",
    "image: quay.io/argoproj/argocd:v3.2.6 # why",
    `image: kindest/node:v1.34.0@${COMPONENTS["kind-node"]?.checksum}`,
    "image: ${COREDNS_IMAGE}",
    "labels: { app.kubernetes.io/name: podinfo, app.kubernetes.io/version: 6.9.2 }",
    "- https://github.com/argoproj/argo-cd//manifests/cluster-install?ref=v3.2.6",
    "- http://127.0.0.1:8080/healthz",
    "serverAddress: http://10.96.0.10",
  ])("has nothing against %s", (text) => {
    expect(versionFaultsInYaml(text, COMPONENTS)).toEqual([]);
  });

  it("has the address of each upstream manifest that a remote overlay fetches, and its checksum", () => {
    const overlays = configuration.filter((file) =>
      /^infra\/platform\/[^/]+\/overlays\/remote\/kustomization\.yaml$/.test(file),
    );
    const fetched = overlays.flatMap((file) => read(file).match(/https:\/\/\S+/g) ?? []);
    const known = Object.values(COMPONENTS).flatMap(({ manifest }) => manifest?.url ?? []);
    expect(fetched.toSorted()).toEqual(known.toSorted());
    expect(known).toHaveLength(2);
  });

  it("has the plug-in that the rollouts controller downloads, verified in both places or in none", () => {
    const plugin = COMPONENTS["rollouts-gateway-api-plugin"];
    const file = read("infra/platform/gateway-api/plugin/rollouts-plugin.yaml");
    const source = plugin?.source;
    expect(/location: (\S+)/.exec(file)?.[1]).toBe(source !== undefined && "url" in source && source.url);
    expect(/ sha256: "?(\w+)/.exec(file)?.[1]).toBe(plugin?.checksum?.replace("sha256:", ""));
  });

  it("names the image that kind runs, with its digest", () => {
    const { images: [image] = [], checksum } = COMPONENTS["kind-node"] ?? {};
    expect(KIND_NODE_IMAGE).toBe(`${image}@${checksum}`);
  });

  it("has the programs that the workflows install", () => {
    const workflows = [".github/workflows/ci.yml", ".github/workflows/platform.yml"].map((file) =>
      read(file),
    );
    const installed = (pattern: RegExp): readonly (string | undefined)[] => [
      ...new Set(workflows.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]))),
    ];
    expect(installed(/terraform_version: "(.+)"/g)).toEqual([COMPONENTS["terraform"]?.version]);
    expect(installed(/sigs\.k8s\.io\/kind@v(\S+)/g)).toEqual([COMPONENTS["kind"]?.version]);
    const setUps = workflows.join().match(/hashicorp\/setup-terraform@/g)?.length;
    expect(workflows.join().match(/terraform_version/g)).toHaveLength(setUps ?? 0);
    expect(installed(/go-version: "(.+)"/g)).toEqual([COMPONENTS["go"]?.version]);
    expect(installed(/node-version: "(.+)"/g)).toEqual([COMPONENTS["node"]?.version]);
    expect(installed(/node: \["([^"]+)"/g)).toEqual([COMPONENTS["node"]?.version]);
  });

  it("has the Node.js that is asked for everywhere", () => {
    const version = versionOf("node");
    expect(read(".nvmrc").trim()).toBe(version);
    expect(JSON.parse(read("package.json"))).toMatchObject({
      engines: { node: `>=${version.split(".", 2).join(".")}` },
    });
  });

  it("has the Go that the checkers ask for and that every module of the cluster is content with", () => {
    const version = versionOf("go");
    const asked = ["tools/go.mod", "tools/schemas/go.mod", ...goModules].map(
      (file) => /^go (\S+)$/m.exec(read(file))?.[1] ?? "",
    );
    const order = new Intl.Collator("en", { numeric: true }).compare;
    expect(asked.toSorted(order).at(-1)).toBe(version);
    expect(/install Go (\S+) or newer/.exec(read("scripts/tools.sh"))?.[1]).toBe(version);
  });

  it("has the kind that canary doctor asks for", () => {
    const kind = KIND_TOOLS.find(({ program }) => program === "kind");
    expect(COMPONENTS["kind"]?.version).toBe(`${kind?.minimum}.0`);
  });

  it("has a Kubernetes that the oldest kubectl which is asked for may be used with", () => {
    const kubectl = KIND_TOOLS.find(({ program }) => program === "kubectl")?.minimum ?? "";
    for (const name of ["kubernetes", "kind-node"]) {
      const [major = 0, minor = 0] = versionOf(name).split(".").map(Number);
      expect([name, kubectl]).toEqual([name, `${major}.${minor - 1}`]);
    }
    const asked = ["PRD.md", "docs/setup-guide.md", "scripts/setup-cluster.sh"].map((file) => [
      file,
      [...read(file).matchAll(/kubectl(?: ≥| "https:\S+)? (\d+\.\d+)/g)].map((match) => match[1]),
    ]);
    expect(asked).toEqual(asked.map(([file]) => [file, [kubectl]]));
  });

  it("is the only place that decides a version: nothing of the configuration says latest", () => {
    const wrong = configuration.filter((file) =>
      /(:|newTag: |targetRevision: )["']?latest\b/.test(read(file)),
    );
    expect(wrong).toEqual([]);
  });
});
