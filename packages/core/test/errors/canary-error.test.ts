import { describe, expect, it } from "vitest";
import { CanaryError, isCanaryError } from "../../src/errors/canary-error.ts";

describe("CanaryError", () => {
  it("takes its exit code from the table", () => {
    expect(new CanaryError("locked", { code: "CANARY_STORE_LOCKED", hint: "Wait." }).exitCode).toBe(6);
  });

  it("takes another exit code where one is given", () => {
    expect(new CanaryError("x", { code: "CANARY_TOOL_FAILED", hint: "y", exitCode: 7 }).exitCode).toBe(7);
  });

  it("masks secrets in message, hint and details", () => {
    const error = new CanaryError("git push https://a:hunter2@h failed", {
      code: "CANARY_TOOL_FAILED",
      hint: "Check password=hunter2.",
      details: { command: ["git", "https://a:hunter2@h"], output: "token: hunter2", exitCode: 1 },
    });
    expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain("hunter2");
    expect(error.details["exitCode"]).toBe(1);
  });

  it("keeps its cause", () => {
    const cause = new Error("ENOENT");
    expect(new CanaryError("x", { code: "CANARY_BUG", hint: "y", cause }).cause).toBe(cause);
    expect("cause" in new CanaryError("x", { code: "CANARY_BUG", hint: "y" })).toBe(false);
  });
});

describe("isCanaryError", () => {
  it("knows one of another copy of the package", () => {
    expect(isCanaryError({ [Symbol.for("canary.error")]: true })).toBe(true);
  });

  it.each([undefined, null, "text", 1, new Error("x"), {}])("refuses %j", (value) => {
    expect(isCanaryError(value)).toBe(false);
  });
});
