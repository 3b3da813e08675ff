import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { anchorsOf, ROOT } from "../support/markdown.ts";
import { unknownValuesIn } from "./support/known-values.ts";

const PLATFORM = join(ROOT, "infra/platform");
const readYaml = (...parts: string[]): unknown => parse(readFileSync(join(PLATFORM, ...parts), "utf8"));

const rulesSchema = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string().optional(),
          labels: z.record(z.string(), z.string()).optional(),
          annotations: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
  ),
});
const alertCasesSchema = z.object({
  tests: z.array(
    z.object({
      alert_rule_test: z
        .array(z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) }))
        .default([]),
    }),
  ),
});

const filesOf = (folder: string): readonly string[] => readdirSync(join(PLATFORM, folder));
const RULES = "prometheus/base/rules";
const alerts = filesOf(RULES)
  .flatMap((file) => rulesSchema.parse(readYaml(RULES, file)).groups)
  .flatMap(({ rules }) => rules)
  .flatMap((rule) => (rule.alert === undefined ? [] : [{ ...rule, alert: rule.alert }]));
const cases = filesOf("prometheus/tests")
  .flatMap((file) => alertCasesSchema.parse(readYaml("prometheus/tests", file)).tests)
  .flatMap((test) => test.alert_rule_test);

describe.each(alerts)("the alert $alert", ({ alert, labels, annotations }) => {
  it("has a severity that routes know, a summary and a description", () => {
    expect(labels?.["severity"]).toMatch(/^(critical|warning)$/);
    expect(annotations?.["summary"]).toBeTruthy();
    expect(annotations?.["description"]).toBeTruthy();
  });

  it("has a runbook, in a section of its own", () => {
    const [file = "", anchor = ""] = (annotations?.["runbook_url"] ?? "").split("#");
    expect(anchor).toBe(alert.toLowerCase());
    expect(anchorsOf(readFileSync(join(ROOT, file), "utf8"))).toContain(anchor);
  });

  it("has a test in which it fires and one in which it does not", () => {
    const own = cases.filter(({ alertname }) => alertname === alert);
    expect(own.some(({ exp_alerts: expected }) => expected.length > 0)).toBe(true);
    expect(own.some(({ exp_alerts: expected }) => expected.length === 0)).toBe(true);
  });

  it("is in the monitoring guide", () => {
    expect(readFileSync(join(ROOT, "docs/guides/monitoring.md"), "utf8")).toContain(`| [${alert}](`);
  });
});

it.each([
  ...filesOf(RULES).map((file) => join(RULES, file)),
  ...filesOf("prometheus/tests").map((file) => join("prometheus/tests", file)),
])("%s selects by no word that its metrics never have", (file) => {
  expect(unknownValuesIn(readFileSync(join(PLATFORM, file), "utf8"))).toEqual([]);
});

it("there are the alerts that the plan asks for", () => {
  expect(alerts.map(({ alert }) => alert)).toEqual(
    expect.arrayContaining([
      "RolloutDegraded",
      "CanaryHighErrorRate",
      "CanaryHighLatency",
      "PodCrashLooping",
      "ArgoCDAppOutOfSync",
      "PodinfoHighErrorRate",
      "PodinfoHighLatency",
      "PodinfoLowSuccessRate",
      "PodinfoInstanceDown",
      "PodinfoRolloutFailed",
      "PodinfoCanaryAnalysisFailed",
    ]),
  );
});

it("both overlays of Alertmanager have the same routes, inhibitions and receivers", () => {
  const [local, remote] = ["local", "remote"].map((overlay) => {
    const config = z
      .object({
        route: z.unknown(),
        inhibit_rules: z.unknown(),
        receivers: z.array(z.object({ name: z.string() })),
      })
      .parse(readYaml("alertmanager/overlays", overlay, "alertmanager.yaml"));
    return { ...config, receivers: config.receivers.map(({ name }) => name) };
  });
  expect(local).toEqual(remote);
});
