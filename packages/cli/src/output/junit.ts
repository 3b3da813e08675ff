/** How a case ended, with why where it did not pass. */
type JunitOutcome =
  | { readonly outcome: "passed" }
  | { readonly outcome: "skipped"; readonly message: string }
  | { readonly outcome: "failed" | "error"; readonly message: string; readonly text: string };

export type JunitCase = JunitOutcome & {
  readonly name: string;
  readonly className: string;
  readonly durationMs: number;
  /** What it printed; empty for nothing. */
  readonly output: string;
};

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** JUnit XML as CI systems read it (https://github.com/testmoapp/junitxml has the elements that they agree on). */
export function renderJunit(name: string, suites: readonly JunitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name, ...countsOf(all) })}>`,
    ...suites.flatMap((suite) => [
      `  <testsuite${attributes({ name: suite.name, ...countsOf(suite.cases) })}>`,
      ...suite.cases.map(renderCase),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function renderCase(one: JunitCase): string {
  const head = `    <testcase${attributes({ name: one.name, classname: one.className, time: seconds(one.durationMs) })}`;
  const inner = [
    ...endOf(one),
    ...(one.output === "" ? [] : [`      <system-out>${escape(one.output)}</system-out>`]),
  ];
  return inner.length === 0 ? `${head}/>` : [`${head}>`, ...inner, "    </testcase>"].join("\n");
}

function endOf(one: JunitCase): readonly string[] {
  if (one.outcome === "passed") return [];
  const { message } = one;
  if (one.outcome === "skipped") return [`      <skipped${attributes({ message })}/>`];
  const element = one.outcome === "failed" ? "failure" : "error";
  return [`      <${element}${attributes({ message })}>${escape(one.text)}</${element}>`];
}

function countsOf(cases: readonly JunitCase[]): Readonly<Record<string, string>> {
  const count = (outcome: JunitCase["outcome"]): string =>
    String(cases.filter((one) => one.outcome === outcome).length);
  const durationMs = cases.reduce((sum, one) => sum + one.durationMs, 0);
  return {
    tests: String(cases.length),
    failures: count("failed"),
    errors: count("error"),
    skipped: count("skipped"),
    time: seconds(durationMs),
  };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(value).replaceAll("\n", "&#10;")}"`)
    .join("");
}

/** What XML 1.0 cannot hold at all, such as the escape character of colours, is left out. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
