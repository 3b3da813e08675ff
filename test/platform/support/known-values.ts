const ANALYSIS = ["Pending", "Running", "Successful", "Failed", "Error", "Inconclusive"];

/**
 * The words that a controller writes into a label and no others, by metric and label. From the sources of the releases that run:
 * argo-rollouts `controller/metrics/rollouts.go` (not the words of `status.phase`: nothing is Healthy or Degraded there) and
 * `pkg/apis/rollouts/v1alpha1/analysis_types.go`; argo-cd `pkg/apis/application/v1alpha1/types.go`, gitops-engine `pkg/health/health.go`.
 */
export const KNOWN_VALUES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  rollout_info: {
    phase: ["Completed", "Progressing", "Paused", "Timeout", "Error", "Abort", "InvalidSpec"],
  },
  analysis_run_info: { phase: ANALYSIS },
  analysis_run_metric_phase: { phase: ANALYSIS },
  argocd_app_info: {
    sync_status: ["Synced", "OutOfSync", "Unknown"],
    health_status: ["Unknown", "Progressing", "Healthy", "Suspended", "Degraded", "Missing"],
  },
  argocd_app_sync_total: { dry_run: ["true", "false"] },
};

const SELECTOR = /([a-zA-Z_:][\w:]*)\{([^}]*)\}/g;
const MATCHER = /(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g;

/** What a query or a series selects by a word that its metric never has, as `metric{label="word"}`. */
export function unknownValuesIn(promql: string): readonly string[] {
  return [...promql.matchAll(SELECTOR)].flatMap(([, metric = "", matchers = ""]) =>
    [...matchers.matchAll(MATCHER)].flatMap(([, label = "", value = ""]) => {
      const known = KNOWN_VALUES[metric]?.[label];
      const unknown = known === undefined ? [] : value.split("|").filter((word) => !known.includes(word));
      return unknown.map((word) => `${metric}{${label}="${word}"}`);
    }),
  );
}
