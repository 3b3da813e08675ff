import { parseAllDocuments } from "yaml";
import type { Component, Components } from "./platform-versions.ts";

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const bare = (version: unknown): string => String(version).replace(/^v(?=\d)/, "");
const looksLikeVersion = (text: unknown): boolean => /^v?\d/.test(String(text));

/** What a document is about, for places that do not say it themselves. */
interface Surroundings {
  readonly components: Components;
  /** Images of the document, without digests. */
  readonly images: readonly string[];
  /** The component that a chart's values are of. */
  readonly chart?: string;
}

/**
 * Places in a text of YAML whose version, image, address or digest is not that of the very component that they are about. Manifests
 * inside of strings (patches, configurations) are read, too.
 */
export function versionFaultsInYaml(text: string, components: Components): readonly string[] {
  return parseAllDocuments(text, { logLevel: "error" }).flatMap((document) => {
    const value: unknown = document.toJS();
    const images = valuesOf(value, "image").map((image) => image.replace(/@.*/, ""));
    return [...new Set(faultsOf(value, { components, images }))];
  });
}

/** Of any text only the addresses and digests. */
export function versionFaultsInText(text: string, components: Components): readonly string[] {
  return [...faultsOfAddresses(text, components), ...faultsOfDigests(text, components)];
}

function faultsOf(value: unknown, surroundings: Surroundings): readonly string[] {
  const { components } = surroundings;
  if (typeof value === "string") {
    const embedded = embeddedYaml(value);
    if (embedded !== undefined) return faultsOf(embedded, surroundings);
    return versionFaultsInText(value, components);
  }
  if (Array.isArray(value)) return value.flatMap((each) => faultsOf(each, surroundings));
  if (!isMapping(value)) return [];
  const chart = typeof value["chart"] === "string" ? value["chart"] : undefined;
  const inside = chart === undefined ? surroundings : { ...surroundings, chart };
  return [
    ...faultsOfMapping(value, inside),
    ...Object.values(value).flatMap((each) => faultsOf(each, inside)),
  ];
}

/** A block of text that is YAML itself. */
function embeddedYaml(text: string): unknown {
  if (!text.includes("\n")) return undefined;
  const [document, ...others] = parseAllDocuments(text, { logLevel: "silent" });
  if (document === undefined || others.length > 0 || document.errors.length > 0) return undefined;
  const value: unknown = document.toJS();
  return typeof value === "object" && value !== null ? value : undefined;
}

/** What holds for the value of a key, in the mapping that has it. */
interface Rule {
  readonly key: RegExp;
  readonly holds: (value: unknown, mapping: Mapping, surroundings: Surroundings) => boolean;
}

const RULES: readonly Rule[] = [
  {
    key: /^image$/,
    // A mapping is a chart's way, and has a tag; of a template only its user knows.
    holds: (value, _, { components }) =>
      typeof value !== "string" || value.startsWith("${") || isImage(value.replace(/@.*/, ""), components),
  },
  {
    key: /^newTag$/,
    holds: (value, { name, newName = name }, { components }) =>
      isImage(`${String(newName)}:${String(value)}`, components),
  },
  {
    key: /^targetRevision$/,
    holds: (value, mapping, { components }) =>
      (mapping["chart"] === undefined && !looksLikeVersion(value)) ||
      chartComponent(mapping, components)?.version === bare(value),
  },
  {
    key: /^tag$/,
    holds: (value, _, { components, chart = "" }) =>
      !looksLikeVersion(value) || components[chart]?.version === bare(value),
  },
  {
    key: /^app\.kubernetes\.io\/version$/,
    holds: (value, mapping, surroundings) => labelledVersions(mapping, surroundings).includes(bare(value)),
  },
  {
    key: /^pod-security\.kubernetes\.io\/\w+-version$/,
    holds: (value, _, { components }) =>
      bare(value) === components["kubernetes"]?.version.split(".", 2).join("."),
  },
];

function faultsOfMapping(mapping: Mapping, surroundings: Surroundings): readonly string[] {
  return Object.entries(mapping).flatMap(([key, value]) => {
    const rule = RULES.find((each) => each.key.test(key));
    return rule === undefined || rule.holds(value, mapping, surroundings) ? [] : [`${key}: ${String(value)}`];
  });
}

function isImage(image: string, components: Components): boolean {
  return Object.values(components).some((component) => component.images?.includes(image) === true);
}

/** The component of a chart from a repository: it is called as the chart, or NAME-chart where that is the name of the program. */
function chartComponent({ chart, repoURL }: Mapping, components: Components): Component | undefined {
  const candidates = [components[`${String(chart)}-chart`], components[String(chart)]];
  return candidates.find((each) => each !== undefined && "url" in each.source && each.source.url === repoURL);
}

/** Which versions a label may say: that of the component of the name beside it, or else of the images of its document. */
function labelledVersions(labels: Mapping, { components, images }: Surroundings): readonly string[] {
  const named = components[String(labels["app.kubernetes.io/name"])];
  if (named !== undefined) return [named.version];
  return Object.values(components).flatMap((component) =>
    component.images?.some((image) => images.includes(image)) === true ? [component.version] : [],
  );
}

/** Versions in addresses that are not those of the component whose repository or place the address names. */
function faultsOfAddresses(text: string, components: Components): readonly string[] {
  const addresses = text.match(/https?:\/\/[^\s"'`<>)}\]]+/g) ?? [];
  return addresses.filter((address) => {
    const rest = address.replace(/^https?:\/\/[^/?]*/, "");
    const versions = [...rest.matchAll(/(?<![\d.])v?(\d+\.\d+(?:\.\d+)+)(?![\d.]*\d)/g)].map(
      ([, version]) => version,
    );
    if (versions.length === 0) return false;
    const component = Object.values(components).find((each) => isAbout(each, address));
    return versions.some((version) => version !== component?.version);
  });
}

/** A repository (owner/name) in its own words, or another place of downloads up to the release. */
function isAbout({ source, manifest }: Component, address: string): boolean {
  const places = [
    "module" in source ? source.module : undefined,
    "url" in source ? source.url : undefined,
    manifest?.url,
  ];
  return places.some((place) => {
    const repository = /github(?:usercontent)?\.com\/([^/]+\/[^/]+)/.exec(place ?? "")?.[1];
    if (repository !== undefined) return `${address}/`.includes(`/${repository}/`);
    return place !== undefined && address.startsWith(place);
  });
}

/** Digests that no component has; one behind an image must be that of the image. */
function faultsOfDigests(text: string, components: Components): readonly string[] {
  const all = Object.values(components);
  return (text.match(/(?:\S+@)?sha256:[0-9a-f]{64}/g) ?? []).filter((found) => {
    const [image, digest = found] = found.split("@");
    const owners = found.includes("@") ? all.filter((each) => each.images?.includes(image ?? "")) : all;
    return !owners.some(({ checksum }) => checksum === digest);
  });
}

/** The strings under a key, however deep. */
function valuesOf(value: unknown, key: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => valuesOf(each, key));
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === key && typeof each === "string" ? [each] : valuesOf(each, key),
  );
}
