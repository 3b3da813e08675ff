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

/** The chunk that can serve this command line alone, or undefined. */
export function hotChunkOf(argv: readonly string[]): string | undefined {
  const [group, verb, ...rest] = argv;
  if (group !== "tasks" || verb === undefined || !Object.hasOwn(HOT_VERBS, verb)) return undefined;
  const wantsYaml = process.env["CANARY_OUTPUT"] === "yaml" || process.env["CANARY_CONFIG"] !== undefined;
  return wantsYaml || rest.some((word) => NEEDS_FULL.test(word)) ? undefined : HOT_VERBS[verb];
}
