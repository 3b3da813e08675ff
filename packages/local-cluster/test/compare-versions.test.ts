import { describe, expect, it } from "vitest";
import { isAtLeast, parseVersion } from "../src/host/compare-versions.ts";

describe("parseVersion", () => {
  it.each([
    ["containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20", "1.6.20"],
    ["go1.26.8", "1.26.8"],
    ["iptables v1.8.9 (nf_tables)", "1.8.9"],
    ["kind v0.30.0 go1.24.6 linux/amd64", "0.30.0"],
    ["unshare from util-linux 2.38.1", "2.38.1"],
    ["nothing", undefined],
  ])("%j: %s", (text, version) => {
    expect(parseVersion(text)).toBe(version);
  });
});

describe("isAtLeast", () => {
  it.each([
    ["1.26.8", "1.25", true],
    ["1.25", "1.25.0", true],
    ["1.9.9", "1.25", false],
    ["0.30.0", "0.20", true],
    ["2.31", "2.32", false],
  ])("%s is %s or later: %s", (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected);
  });
});
