import { randomBytes } from "node:crypto";
import { neededSecrets, planSecrets } from "./plan-secrets.ts";
import type { NeededSecret, Secret } from "./plan-secrets.ts";
import { kubectl } from "./target.ts";
import type { Overlay, Target } from "./target.ts";

/** Its own field manager: what else is in these Secrets belongs to others, and stays. */
const APPLY = ["apply", "--server-side", "--field-manager=canary-secrets", "--force-conflicts", "-f", "-"];

/**
 * Makes the Secrets that Argo CD and Grafana need and no Git has; values that are there stay. No value is on a command line or in a file.
 * Throws CANARY_TOOL_FAILED.
 */
export async function ensureSecrets(target: Target, overlay: Overlay): Promise<void> {
  const needed = neededSecrets(overlay);
  const existing = await Promise.all(needed.map((secret) => readSecret(target, secret)));
  const planned = planSecrets(
    needed,
    existing.filter((secret) => secret !== undefined),
    createValue,
  );
  const items = planned.map((secret) => ({ apiVersion: "v1", kind: "Secret", type: "Opaque", ...secret }));
  await kubectl(target, APPLY, { input: JSON.stringify({ apiVersion: "v1", kind: "List", items }) });
}

async function readSecret(target: Target, { namespace, name }: NeededSecret): Promise<Secret | undefined> {
  const args = ["-n", namespace, "get", "secret", name, "--ignore-not-found", "-o", "json"];
  const text = await kubectl(target, args);
  return text === "" ? undefined : (JSON.parse(text) as Secret);
}

/** 32 random bytes as text, in base64 as Secrets have it. */
function createValue(): string {
  return Buffer.from(randomBytes(32).toString("base64url")).toString("base64");
}
