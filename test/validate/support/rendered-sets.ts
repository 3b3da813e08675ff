import { cpSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { inject } from "vitest";
import { parseAllDocuments } from "yaml";
import { ROOT } from "../../support/markdown.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { chartApplications, clusterVersion, renderingOf } from "./application-charts.ts";
import { gitFiles } from "./git-files.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { runTool } from "./run-tool.ts";
import { stageTree } from "./stage-tree.ts";
import { varied, VARIANTS } from "./variants.ts";
import type { Variant } from "./variants.ts";

/** Manifests that reach a cluster together: an overlay, a chart with a profile of values, a folder of Argo CD's. */
export interface ManifestSet {
  readonly name: string;
  readonly render: () => Promise<readonly KubernetesObject[]>;
}

/** Every set of the repository. */
export function manifestSets(): readonly ManifestSet[] {
  return [...overlays(), ...variants(), ...charts(), ...upstreamCharts(), ...plainFiles()];
}

/** All sets of these names, rendered, as one list. */
export async function renderAll(
  isWanted: (name: string) => boolean = () => true,
): Promise<readonly KubernetesObject[]> {
  const wanted = manifestSets().filter(({ name }) => isWanted(name));
  return (await Promise.all(wanted.map(({ render }) => render()))).flat();
}

/** What is rendered only as a part of something else. */
function isPart(path: string): boolean {
  if (/(^|\/)(parts|components|base\/[^/]+)\//.test(path)) return true;
  return /^kind: Component$/m.test(readFileSync(join(ROOT, path), "utf8"));
}

/** Folders of kustomizations, Argo CD's way: kustomize, as it is. */
export function overlayFolders(): readonly string[] {
  return gitFiles((path) => basename(path) === "kustomization.yaml")
    .filter((path) => !isPart(path))
    .map((path) => dirname(path));
}

function overlays(): readonly ManifestSet[] {
  return overlayFolders().map((folder) => ({ name: folder, render: () => renderOverlay(folder) }));
}

function variants(): readonly ManifestSet[] {
  return VARIANTS.map((variant) => ({ name: variant.name, render: () => renderVariant(variant) }));
}

let staged: Promise<string> | undefined;

function stagedDirectory(): Promise<string> {
  staged ??= Promise.resolve(inject("stagedDirectory") ?? stageTree(temporaryFolder("canary-manifests-")));
  return staged;
}

const variantsRendered = new Map<string, Promise<readonly KubernetesObject[]>>();

/** Renders a kustomization with one line of it changed, beside the original so that its paths lead where they led. */
export function renderVariant(variant: Variant): Promise<readonly KubernetesObject[]> {
  const rendered = variantsRendered.get(variant.name) ?? buildVariant(variant);
  variantsRendered.set(variant.name, rendered);
  return rendered;
}

async function buildVariant(variant: Variant): Promise<readonly KubernetesObject[]> {
  const original = join(await stagedDirectory(), variant.folder);
  const copy = `${original}~${process.pid}~${variant.name.replaceAll(/[^a-z-]/g, "")}`;
  cpSync(original, copy, { recursive: true });
  const file = join(copy, "kustomization.yaml");
  writeFileSync(file, varied(readFileSync(file, "utf8"), variant));
  return parseRendered(await checked("kustomize", ["build", copy]));
}

/** Renders once, also for other test files of the same run: what is rendered is kept in the staged tree. */
async function renderOverlay(folder: string): Promise<readonly KubernetesObject[]> {
  const tree = await stagedDirectory();
  const kept = join(tree, `${folder.replaceAll("/", "_")}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  const objects = parseRendered(await checked("kustomize", ["build", join(tree, folder)]));
  const unfinished = `${kept}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(objects));
  renameSync(unfinished, kept);
  return objects;
}

/** Folders of charts. */
export function chartFolders(): readonly string[] {
  return gitFiles((path) => /^charts\/[^/]+\/Chart\.yaml$/.test(path)).map((path) => dirname(path));
}

/** The profiles of a chart: its own values, and each file of values beside them. */
export function chartProfiles(chart: string): readonly string[] {
  return gitFiles((path) => path.startsWith(`${chart}/`) && /\/(ci|profiles)\/[^/]+\.ya?ml$/.test(path));
}

function charts(): readonly ManifestSet[] {
  return chartFolders().flatMap((chart) =>
    [undefined, ...chartProfiles(chart)].map((profile) => ({
      name: profile ?? chart,
      render: async () => {
        const values = profile === undefined ? [] : ["--values", profile];
        const argv = [
          "template",
          basename(chart),
          chart,
          "--namespace",
          basename(chart),
          ...values,
          ...clusterVersion(),
        ];
        return parseRendered(await checked("helm", argv));
      },
    })),
  );
}

const upstream = new Map<string, Promise<readonly KubernetesObject[]>>();

/** What the charts of others make with the values of our Applications; the set has the name of the Application's file. */
function upstreamCharts(): readonly ManifestSet[] {
  return chartApplications().map((application) => {
    const render = (): Promise<readonly KubernetesObject[]> => {
      const rendered =
        upstream.get(application.path) ?? checked("helm", renderingOf(application)).then(parseRendered);
      upstream.set(application.path, rendered);
      return rendered;
    };
    return { name: application.path, render };
  });
}

/** Manifests that no kustomization holds, as Argo CD reads a plain folder. */
function plainFiles(): readonly ManifestSet[] {
  const folders = new Set(
    gitFiles((path) => basename(path) === "kustomization.yaml").map((path) => dirname(path)),
  );
  const hasKustomization = (path: string): boolean =>
    path !== "." && (folders.has(path) || hasKustomization(dirname(path)));
  return gitFiles((path) => /^argocd\/.*\.ya?ml$/.test(path) && !hasKustomization(dirname(path))).map(
    (path) => ({
      name: path,
      render: async () => parseRendered(readFileSync(join(ROOT, path), "utf8")),
    }),
  );
}

async function checked(name: string, argv: readonly string[]): Promise<string> {
  const { exitCode, stdout, output } = await runTool(name, argv);
  if (exitCode !== 0) throw new Error(`${name} ${argv.join(" ")}\n${output}`);
  return stdout;
}

/** A key twice, and what is no YAML, throw. */
export function parseRendered(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text)
    .map((document) => {
      if (document.errors.length > 0) throw document.errors[0];
      return withoutNulls(document.toJS());
    })
    .filter((object): object is KubernetesObject => object !== null && object !== undefined);
}

/** The API server drops members that are null. */
function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.map((each) => withoutNulls(each)) as T;
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutNulls(each)])) as T;
}
