/** Verbs that people and scripts call in loops: each is a small file of its own, loaded without the rest. */
const HOT_VERBS: Readonly<Record<string, string>> = {
  list: "tasks-list",
  show: "tasks-show",
  next: "tasks-next",
  update: "tasks-update",
  start: "tasks-update",
  complete: "tasks-update",
  fail: "tasks-update",
  skip: "tasks-update",
  reset: "tasks-update",
};

/** Words that need the whole program: help, YAML, another configuration. */
const NEEDS_FULL = /^(-h|--help|-o=?yaml|--output=yaml|yaml|--config(=.*)?)$/;

/** A chunk that serves a command line alone, the verb, and the words behind it. */
export interface HotCall {
  readonly chunk: string;
  readonly verb: string;
  readonly words: readonly string[];
}

/** The chunk that can serve this command line alone, or undefined. */
export function hotChunkOf(argv: readonly string[]): HotCall | undefined {
  const call = callOf(argv);
  const wantsYaml = process.env["CANARY_OUTPUT"] === "yaml" || process.env["CANARY_CONFIG"] !== undefined;
  return wantsYaml || call?.words.some((word) => NEEDS_FULL.test(word)) === true ? undefined : call;
}

function callOf([group, ...rest]: readonly string[]): HotCall | undefined {
  if (group === "parse") return { chunk: "parse", verb: group, words: rest };
  const [verb = "", ...words] = rest;
  const chunk = Object.hasOwn(HOT_VERBS, verb) ? HOT_VERBS[verb] : undefined;
  return group !== "tasks" || chunk === undefined ? undefined : { chunk, verb, words };
}
