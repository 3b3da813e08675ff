import { parsePriority } from "@canary/core";
import { isCode, parseDependencyList } from "./dependency-list.ts";
import type { FactMatch } from "./head-rule.ts";

const DEPENDENCY_NAMES = new Set([
  "depends",
  "depends on",
  "dependson",
  "dependencies",
  "dependency",
  "deps",
  "blocked by",
  "blockedby",
]);
/** Ordinary words too, so that only unmistakable ids count behind them. */
const DEPENDENCY_WORDS = new Set(["after", "needs", "requires"]);
const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  owner: "owner",
  assignee: "owner",
  due: "due",
  deadline: "due",
  scheduled: "scheduled",
  start: "start",
  estimate: "estimate",
  est: "estimate",
  effort: "estimate",
  story: "story",
  tag: "tag",
  tags: "tag",
  labels: "tag",
  requirements: "requirement",
  requirement: "requirement",
  milestone: "milestone",
};
const LIST_NAMES = new Set(["owner", "tag", "requirement"]);
/** What a value must look like, so that a sentence after a colon stays a sentence. */
const VALUES: Readonly<Record<string, RegExp>> = {
  due: /^\d{4}-\d{2}-\d{2}/,
  scheduled: /^\d{4}-\d{2}-\d{2}/,
  start: /^\d{4}-\d{2}-\d{2}/,
  estimate: /^[~<]?\d/,
  tag: /^#?[\w/-]{1,40}(?:,\s{0,2}#?[\w/-]{1,40}){0,20}$/,
  requirement: /^[\w.-]{1,40}(?:,\s{0,2}[\w.-]{1,40}){0,40}$/,
  story: /^[\w.-]{1,40}$/,
  owner: /^[^.;:]{1,80}$/,
  milestone: /^[\w.-]{1,40}$/,
};
const IDENTIFIER = /^[\w.:-]{1,64}$/;

/** What `name: value` says about an item; undefined when the name is not one of those that count, or the value is prose. `index` is where the value begins. */
export function namedField(name: string, value: string, index: number): FactMatch | undefined {
  const key = name.trim().toLowerCase();
  const text = value.trim();
  if (DEPENDENCY_NAMES.has(key)) {
    const dependencies = parseDependencyList(value, index);
    return dependencies === undefined ? undefined : { dependencies };
  }
  if (DEPENDENCY_WORDS.has(key)) {
    const dependencies = parseDependencyList(value, index);
    const isList = dependencies !== undefined && dependencies.length > 0;
    return isList && dependencies.every((reference) => isCode(reference.text)) ? { dependencies } : undefined;
  }
  if (text === "") return undefined;
  if (key === "id") return IDENTIFIER.test(text) ? { id: text } : undefined;
  if (key === "priority") {
    const priority = parsePriority(text.replaceAll("*", ""));
    return priority === undefined ? undefined : { priority };
  }
  return attributeOf(key, text);
}

function attributeOf(key: string, text: string): FactMatch | undefined {
  const attribute = Object.hasOwn(ATTRIBUTE_NAMES, key) ? ATTRIBUTE_NAMES[key] : undefined;
  if (attribute === undefined || VALUES[attribute]?.test(text) === false) return undefined;
  return { attributes: { [attribute]: LIST_NAMES.has(attribute) ? splitList(text) : [text] } };
}

function splitList(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Whether a lower-case name has a meaning, so that a value that does not fit it is prose. */
export function isFieldName(name: string): boolean {
  const isAttribute = Object.hasOwn(ATTRIBUTE_NAMES, name);
  const isDependency = DEPENDENCY_NAMES.has(name) || DEPENDENCY_WORDS.has(name);
  return name === "id" || name === "priority" || isAttribute || isDependency;
}
