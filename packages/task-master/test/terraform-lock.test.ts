import { expect, test } from "vitest";
import { lockHint, parseTerraformLock } from "../src/failure/terraform-lock.ts";

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

test("a lock says who holds it, since when, and how it is given back", () => {
  const lock = parseTerraformLock(OUTPUT);
  expect(lock).toEqual({
    id: "6a0f0a5e-8d2e-5c5c-6ff5-0d4b9a3b2f11",
    who: "ann@builder",
    created: "2026-11-20 10:02:03.123456789 +0000 UTC",
    operation: "OperationTypeApply",
  });
  expect(lock === undefined ? "" : lockHint(lock, "/infra", "/state")).toBe(
    "Wait for ann@builder since 2026-11-20 10:02:03.123456789 +0000 UTC (OperationTypeApply); only if that process is gone: " +
      "TF_DATA_DIR=/state terraform -chdir=/infra force-unlock 6a0f0a5e-8d2e-5c5c-6ff5-0d4b9a3b2f11",
  );
});

test("without a lock there is none", () => {
  expect(parseTerraformLock("Error: something else")).toBeUndefined();
});
