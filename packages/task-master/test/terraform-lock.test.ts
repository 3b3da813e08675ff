import { describe, expect, test } from "vitest";
import { parseTerraformLock, storyOf } from "../src/failure/terraform-lock.ts";
import type { LockHolderFacts } from "../src/failure/terraform-lock.ts";

/** As terraform 1.11.4 printed it for a local state that another apply held. */
const OUTPUT = `╷
│ Error: Error acquiring the state lock
│
│ Error message: resource temporarily unavailable
│ Lock Info:
│   ID:        6a0f0a5e-8d2e-5c5c-6ff5-0d4b9a3b2f11
│   Path:      terraform.tfstate
│   Operation: OperationTypeApply
│   Who:       ann@builder
│   Version:   1.11.4
│   Created:   2026-11-20 10:02:03.123456789 +0000 UTC
│   Info:
│
╵`;

const ROOT = { directory: "/infra", dataDirectory: "/state/data", statePath: "/state/terraform.tfstate" };
const UNLOCK =
  "TF_DATA_DIR=/state/data terraform -chdir=/infra force-unlock -force 6a0f0a5e-8d2e-5c5c-6ff5-0d4b9a3b2f11";

function story(facts: LockHolderFacts): { message: string; hint: string } {
  const lock = parseTerraformLock(OUTPUT);
  if (lock === undefined) throw new Error("there is a lock");
  return storyOf(lock, ROOT, facts);
}

describe("a lock says who holds it since when", () => {
  test("and that its process lives: wait, or let it write its state", () => {
    const { message, hint } = story({ pid: 4314, isHere: true, host: "builder" });
    expect(message).toBe(
      "The state is locked by ann@builder since 2026-11-20 10:02:03.123456789 +0000 UTC (OperationTypeApply); process 4314 of this machine holds it and lives",
    );
    expect(hint).toContain("kill -INT 4314");
    expect(hint).not.toContain("force-unlock");
  });

  test("and that its process is gone: the exact command that releases it", () => {
    const { message, hint } = story({ pid: undefined, isHere: true, host: "builder" });
    expect(message).toContain("no process of this machine holds it any more");
    expect(hint).toContain(UNLOCK);
  });

  test("and that only another machine can tell", () => {
    const { message, hint } = story({ pid: undefined, isHere: false, host: "builder" });
    expect(message).toContain("can only be seen on builder");
    expect(hint).toContain(`Only when no terraform runs on builder any more: ${UNLOCK}`);
  });
});

test("without a lock there is none", () => {
  expect(parseTerraformLock("Error: something else")).toBeUndefined();
});
