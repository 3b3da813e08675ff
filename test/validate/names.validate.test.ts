import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { readMarkdownFiles, ROOT, shellLinesOf } from "../support/markdown.ts";
import { ENVIRONMENTS, environmentObjects } from "./support/environment-objects.ts";
import { gitFiles } from "./support/git-files.ts";
import type { KubernetesObject } from "./support/kubernetes-object.ts";
import { kubectlLinesIn, namespacesIn, objectsNamedIn, servicesIn } from "./support/named-in-text.ts";
import type { NamedObject } from "./support/named-in-text.ts";
import { manifestSets } from "./support/rendered-sets.ts";

/** Namespaces that are not ours to make. */
const FOREIGN = new Set(["default", "kube-node-lease", "kube-system"]);

/** Objects of Kubernetes itself. */
const NOT_RENDERED = new Set(["Deployment kube-system/coredns", "Service default/kubernetes"]);

/** What PRD.md names and its later phases will make: an entry leaves this list when the file is there. */
const NOT_YET = [
  "argocd/applications/blue-green-app.yaml",
  "argocd/applications/canary-app.yaml",
  "charts/blue-green-app",
  "charts/canary-app",
  "k8s/blue-green",
  "k8s/canary",
  "k8s/orchestrator/base",
  "scripts/deploy-argocd-canary.sh",
  "scripts/deploy-blue-green.sh",
  "scripts/deploy-canary.sh",
  "scripts/manage-rollout.sh",
];

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

interface Line {
  readonly place: string;
  readonly text: string;
}

/** What documents tell people to type: shell lines, and code in sentences and tables. */
const documented: readonly Line[] = readMarkdownFiles().flatMap(({ path, text }) => [
  ...shellLinesOf(text).map((line) => ({ place: `${path}:${line.line}`, text: line.text })),
  ...[...text.matchAll(/`(kubectl [^`\n]+)`/g)].map(([, line = ""]) => ({ place: path, text: line })),
]);

/** The `kubectl` steps of playbooks. */
const played: readonly Line[] = gitFiles((path) => /^playbooks\/.*\.ya?ml$/.test(path)).flatMap((path) =>
  kubectlLinesIn(parse(read(path))).map((text) => ({ place: path, text })),
);

/** Where scripts set the namespace that they give to kubectl. */
const scripts: readonly Line[] = gitFiles((path) => path.startsWith("scripts/")).flatMap((path) =>
  [...read(path).matchAll(/^NAMESPACE=(.*)$/gm)].map(([, name = ""]) => ({
    place: path,
    text: `namespace \`${name}\``,
  })),
);

let sets: readonly { readonly name: string; readonly objects: readonly KubernetesObject[] }[] = [];
let namespaces: ReadonlySet<string> = new Set();
let objects: ReadonlySet<string> = new Set();

const allObjects = (): readonly KubernetesObject[] => sets.flatMap((set) => set.objects);
const isUnknown = (name: string): boolean => !namespaces.has(name) && !FOREIGN.has(name);
const wordsOf = ({ kind, namespace, name }: NamedObject): string => `${kind} ${namespace}/${name}`;
const identityOf = ({ kind, metadata: { namespace = "", name } }: KubernetesObject): string =>
  wordsOf({ kind, namespace, name });

beforeAll(async () => {
  sets = await Promise.all(
    manifestSets().map(async ({ name, render }) => ({ name, objects: await render() })),
  );
  const made = sets.find(({ name }) => name === "k8s/namespaces")?.objects ?? [];
  namespaces = new Set(made.map(({ metadata }) => metadata.name));
  objects = new Set([...allObjects().map((each) => identityOf(each)), ...NOT_RENDERED]);
});

describe("namespaces", () => {
  it("of manifests are made in k8s/namespaces", () => {
    const faults = allObjects().filter(({ metadata }) => isUnknown(metadata.namespace ?? "default"));
    expect([...new Set(faults.map((each) => identityOf(each)))]).toEqual([]);
  });

  it.each([
    ["documents", documented, 25],
    ["playbooks", played, 15],
    ["scripts", scripts, 1],
  ])("that %s name are made there too", (_, lines, atLeast) => {
    const named = lines.flatMap(({ place, text }) => namespacesIn(text).map((name) => ({ place, name })));
    expect(named.length).toBeGreaterThanOrEqual(atLeast);
    expect(named.filter(({ name }) => isUnknown(name))).toEqual([]);
  });

  it("are all in the table of docs/guides/security.md", () => {
    const text = read("docs/guides/security.md");
    const table = text.slice(text.indexOf("| namespace | holds |"), text.indexOf("There is no exception"));
    const listed = table
      .split("\n")
      .flatMap((line) =>
        [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""),
      );
    expect(listed.toSorted()).toEqual([...namespaces].toSorted());
  });
});

describe("names", () => {
  it.each([
    ["documents", documented, 8],
    ["playbooks", played, 10],
  ])("of objects that %s ask for are those of manifests", (_, lines, atLeast) => {
    const named = lines.flatMap(({ place, text }) =>
      objectsNamedIn(text).map((object) => `${wordsOf(object)} (${place})`),
    );
    expect(named.length).toBeGreaterThanOrEqual(atLeast);
    expect(named.filter((words) => !objects.has(words.slice(0, words.indexOf(" ("))))).toEqual([]);
  });

  it.each(ENVIRONMENTS)(
    "of Services that manifests of %s talk to are those of Services there",
    async (where) => {
      const there = await environmentObjects(where);
      const known = new Set([...there.map((each) => identityOf(each)), ...NOT_RENDERED]);
      const named = [...there, ...rootOf(where)].flatMap((object) =>
        servicesIn(JSON.stringify(object)).map((service) => `${wordsOf(service)} (${identityOf(object)})`),
      );
      expect(named.length).toBeGreaterThan(3);
      expect(named.filter((words) => !known.has(words.slice(0, words.indexOf(" ("))))).toEqual([]);
    },
  );

  it("of files that PRD.md speaks of are those of files, but for what later phases make", () => {
    const paths = [
      ...read("PRD.md").matchAll(/`((?:argocd|charts|docs|infra|k8s|playbooks|scripts)\/[^` ]*)`/g),
    ];
    const missing = new Set(
      paths.map(([, path = ""]) => path).filter((path) => !existsSync(join(ROOT, path))),
    );
    expect([...missing].toSorted()).toEqual(NOT_YET);
  });

  it("of files that comments of the configuration speak of are those of files, folders, and numbers of decisions", () => {
    const files = gitFiles();
    const isThere = (path: string): boolean =>
      files.some((file) => file === path || file.startsWith(`${path}/`) || file.startsWith(`${path}-`));
    const named = gitFiles((path) => /^(argocd|infra|k8s|playbooks)\/.*\.(ya?ml|tf|sh)$/.test(path)).flatMap(
      (file) =>
        (read(file).match(/#.*/g) ?? []).flatMap((comment) =>
          [
            ...comment.matchAll(/\b(?:argocd|docs|infra|k8s|packages|playbooks|scripts|test)\/[\w./-]*\w/g),
          ].map(([path]) => ({ file, path })),
        ),
    );
    expect(named).toContainEqual({
      file: "infra/platform/versions.yaml",
      path: "infra/platform/gateway-api/plugin/rollouts-plugin.yaml",
    });
    expect(named.filter(({ path }) => !isThere(path))).toEqual([]);
  });
});

function rootOf(environment: string): readonly KubernetesObject[] {
  return sets.find(({ name }) => name === `argocd/root/overlays/${environment}`)?.objects ?? [];
}

/** As much of an Ingress, which has its hosts in rules, and of a route, which has them beside its rules. */
const hostsSchema = z.object({
  rules: z.array(z.object({ host: z.string().optional() })).default([]),
  hostnames: z.array(z.string()).default([]),
});

function hostsOf(spec: KubernetesObject["spec"]): readonly string[] {
  const { rules, hostnames } = hostsSchema.parse(spec ?? {});
  return [...hostnames, ...rules.flatMap(({ host }) => host ?? [])];
}

describe("hosts", () => {
  /** The host names that the plan gives to applications. */
  const planned = [
    ...new Set(read("PRD.md").match(/\b[a-z][a-z-]*(?:\.example\.com|\.local)\b/g)),
  ].toSorted();

  it("of Ingresses and routes are those of PRD.md", () => {
    const hosts = allObjects()
      .filter(({ kind }) => kind === "Ingress" || kind === "HTTPRoute")
      .flatMap(({ spec }) => hostsOf(spec));
    expect(hosts.filter((host) => !planned.includes(host))).toEqual([]);
  });

  it("of the certificate that cert-manager makes are those of PRD.md", () => {
    const certificate = allObjects().find(
      ({ kind, metadata }) => kind === "Certificate" && metadata.name === "ingress-certificate",
    );
    const names = z.array(z.string()).parse(certificate?.spec?.["dnsNames"]);
    expect(names.toSorted()).toEqual(planned);
  });

  it("of the certificate that scripts/ingress-certificate.sh makes are those of PRD.md", () => {
    const known = /^WELL_KNOWN=\((.*)\)$/m.exec(read("scripts/ingress-certificate.sh"))?.[1] ?? "";
    expect(known.split(" ").toSorted()).toEqual(planned);
  });

  it("of applications in guides are those of PRD.md", () => {
    const guides = readMarkdownFiles().filter(({ path }) => path.startsWith("docs/guides/"));
    const hosts = guides.flatMap(({ text }) => text.match(/\b[a-z][a-z-]*\.local\b/g) ?? []);
    expect(hosts).not.toEqual([]);
    expect(hosts.filter((host) => !planned.includes(host))).toEqual([]);
  });
});

const canarySchema = z.object({
  strategy: z.object({ canary: z.object({ steps: z.array(z.object({ setWeight: z.int().optional() })) }) }),
});

describe("weights", () => {
  /** The Rollout's name, the task of PRD.md whose first item with weights is its plan, and whether its manifests are there. */
  const PLANS = [
    ["canary-app", "canary-rollout", [10, 25, 50, 75, 100], false],
    ["podinfo", "podinfo-rollout", [10, 30, 50, 75, 100], true],
    ["orchestrator", "orch-rollout", [10, 25, 50, 75, 100], false],
  ] as const;

  it.each(PLANS)("of %s are those of PRD.md", (name, task, expected, isThere) => {
    const text = read("PRD.md");
    const line = /^ {2}- .*100 %.*$/m.exec(text.slice(text.indexOf(`{#${task}}`)))?.[0] ?? "";
    const weights = [...line.matchAll(/(\d+)(?= %|, \d+(?:,| and)| and \d+ %)/g)].map((match) =>
      Number(match[1]),
    );
    expect(weights).toEqual(expected);
    const rollouts = sets
      .filter((set) => !/\/(ci|profiles)\//.test(set.name))
      .flatMap((set) => set.objects)
      .filter(({ kind, metadata }) => kind === "Rollout" && metadata.name === name);
    expect(rollouts.length > 0).toBe(isThere);
    for (const { spec } of rollouts) {
      const { strategy } = canarySchema.parse(spec);
      const steps = strategy.canary.steps.flatMap(({ setWeight }) => setWeight ?? []);
      // The end of the steps is 100 %, said or not.
      expect(steps.at(-1) === 100 ? steps : [...steps, 100]).toEqual(weights);
    }
  });
});
