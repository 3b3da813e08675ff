import { describe, expect, it } from "vitest";
import { buildFailure } from "../src/build/build-failure.ts";

describe("buildFailure", () => {
  it("shows what the compiler said, without the progress that go prints", () => {
    const output =
      "go: downloading k8s.io/api v0.34.1\nk8s.io/api/core/v1\n# example.com/app\n./main.go:3:1: undefined: x\n";
    const error = buildFailure("kube", output);
    expect(error.code).toBe("CANARY_CLUSTER_BUILD_FAILED");
    expect(error.message).toBe("building kube failed:\n# example.com/app\n./main.go:3:1: undefined: x");
  });

  it.each([
    ["dial tcp: lookup proxy.invalid: no such host", /network/],
    ["go.mod requires go >= 1.25 (running go 1.19)", /newer Go/],
    ["verifying module: checksum mismatch\nSECURITY ERROR", /go\.sum/],
    ["compile: signal: killed", /memory/],
    ["something else", /run it again/],
  ])("hints at what to do about %j", (output, hint) => {
    expect(buildFailure("kube", output).hint).toMatch(hint);
  });

  it("tells a full disk apart", () => {
    expect(buildFailure("kube", "write /tmp/x: no space left on device").code).toBe(
      "CANARY_CLUSTER_NO_SPACE",
    );
  });
});
