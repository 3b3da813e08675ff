import { describe, expect, it } from "vitest";
import { proxyExceptions } from "../src/index.ts";

const kubeconfig = (...servers: readonly string[]): string =>
  `clusters:\n${servers.map((server) => `- name: one\n  cluster:\n    server: ${server}\n`).join("")}`;
const LOCAL = kubeconfig("https://10.160.0.2:6443");
const HTTPS_PROXY = "http://127.0.0.1:3128";

describe("proxyExceptions", () => {
  it.each([
    ["nothing is excepted yet", { HTTPS_PROXY }, "10.160.0.2", "10.160.0.2"],
    [
      "both lists have entries",
      { HTTPS_PROXY, NO_PROXY: "a", no_proxy: "b, c" },
      "a,10.160.0.2",
      "b,c,10.160.0.2",
    ],
    // Go would no longer read the other one
    [
      "only the small one is set",
      { https_proxy: HTTPS_PROXY, no_proxy: "b" },
      "b,10.160.0.2",
      "b,10.160.0.2",
    ],
    ["only the big one is set", { all_proxy: HTTPS_PROXY, NO_PROXY: "a" }, "a,10.160.0.2", "a,10.160.0.2"],
    ["it is there already", { HTTPS_PROXY, NO_PROXY: "10.160.0.2" }, "10.160.0.2", "10.160.0.2"],
    ["everything is excepted", { HTTPS_PROXY, NO_PROXY: "*" }, "*", "*"],
  ])("adds the API server's host where %s", (_, environment, upper, lower) => {
    expect(proxyExceptions(environment, LOCAL)).toEqual({ NO_PROXY: upper, no_proxy: lower });
  });

  it("says nothing where no proxy is named, or no server", () => {
    expect(proxyExceptions({ NO_PROXY: "a", HTTPS_PROXY: "" }, LOCAL)).toEqual({});
    expect(proxyExceptions({ HTTPS_PROXY }, "clusters: []\n")).toEqual({});
  });

  it("reads quoted servers, JSON, names and IPv6 addresses", () => {
    const text = `${kubeconfig('"https://[fd00::2]:6443"', "http://api.local")}{"server": "https://10.0.0.1:1"}`;
    expect(proxyExceptions({ HTTPS_PROXY }, text)).toMatchObject({ NO_PROXY: "fd00::2,api.local,10.0.0.1" });
  });
});
