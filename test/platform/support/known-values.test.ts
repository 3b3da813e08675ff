import { expect, it } from "vitest";
import { unknownValuesIn } from "./known-values.ts";

it.each([
  ['max(rollout_info{name="shop", phase=~"Abort|Timeout"}) == 1', []],
  ['rollout_info{phase="Degraded"}', ['rollout_info{phase="Degraded"}']],
  ['rollout_info{phase!~"Healthy|Paused"}', ['rollout_info{phase="Healthy"}']],
  ['argocd_app_info{sync_status="Synched"} or up{phase="Any"}', ['argocd_app_info{sync_status="Synched"}']],
])("%s names %o, which its metric never has", (promql, unknown) => {
  expect(unknownValuesIn(promql)).toEqual(unknown);
});
