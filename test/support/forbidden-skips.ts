/** Tests that may be skipped even where a skip is a failure: how their full names begin, and why. */
const ALLOWED: readonly { readonly name: string; readonly reason: string }[] = [
  {
    name: "finds the corpus, or is SKIPPED because CANARY_PRD_CORPUS does not name its folder",
    reason: "the five documents are not ours to publish; the fixtures of prd-parser hold the same rules",
  },
  { name: "the corpus > ", reason: "as above" },
  {
    name: "canary completion in a real zsh > ",
    reason: "a shell that not every machine has; bash is tried everywhere",
  },
  { name: "canary completion in a real fish > ", reason: "as above" },
];

/** Whether a skipped test fails the run: CI asks for that, and for the cluster tests, by one variable. */
export function areSkipsForbidden(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment["CANARY_REQUIRE_CLUSTER"] === "1";
}

/** Of the full names of skipped tests, those that may not be. */
export function forbiddenSkips(names: readonly string[]): readonly string[] {
  return names.filter((each) => !ALLOWED.some(({ name }) => each.startsWith(name)));
}
