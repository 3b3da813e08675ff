import { describe, expect, it } from "vitest";
import { hostsLines, removeHostsBlock, writeHostsBlock } from "../src/hosts/hosts-block.ts";

const entry = { name: "demo", address: "10.0.0.1", hosts: ["a.local", "b.local"] };
const block = `${hostsLines(entry).join("\n")}\n`;
const other = { name: "second", address: "10.1.0.1", hosts: ["c.local"] };

describe("the block of a cluster in a hosts file", () => {
  it("has a line a host between two markers that name the cluster", () => {
    expect(hostsLines(entry)).toEqual([
      "# canary hosts of demo: begin",
      "10.0.0.1 a.local",
      "10.0.0.1 b.local",
      "# canary hosts of demo: end",
    ]);
  });

  it.each([
    ["an empty file", ""],
    ["a file", "127.0.0.1 localhost\n"],
    ["a file whose last line has no end", "127.0.0.1 localhost"],
    ["a file that ends with empty lines", "127.0.0.1 localhost\n\n\n"],
    ["a file with Windows line ends", "127.0.0.1 localhost\r\n::1 localhost\r\n"],
    ["a file with the block of another cluster", writeHostsBlock("127.0.0.1 localhost\n", other)],
    ["a file whose comments look like markers", "# canary hosts of demo: begin here\n"],
  ])("is taken out of %s without a trace", (_, text) => {
    const written = writeHostsBlock(text, entry);
    expect(written).toContain("10.0.0.1 a.local\n");
    expect(removeHostsBlock(written, "demo")).toBe(text);
    const changed = writeHostsBlock(written, { ...entry, hosts: ["x.local"] });
    expect(changed).not.toContain("a.local");
    expect(removeHostsBlock(changed, "demo")).toBe(text);
  });

  it("is replaced where it stands", () => {
    const text = `first\n${block}last\n`;
    const changed = writeHostsBlock(text, { ...entry, address: "10.0.0.9", hosts: ["z.local"] });
    expect(changed.split("\n").at(0)).toBe("first");
    expect(changed.split("\n").at(-2)).toBe("last");
    expect(changed).toContain("10.0.0.9 z.local");
    expect(changed).not.toContain("10.0.0.1");
  });

  it("keeps what somebody wrote behind it, on a line of its own", () => {
    const written = `${writeHostsBlock("127.0.0.1 localhost", entry)}10.9.9.9 mine\n`;
    expect(removeHostsBlock(written, "demo")).toBe("127.0.0.1 localhost\n10.9.9.9 mine\n");
  });

  it.each([
    ["first", ["demo", "second"]],
    ["last", ["second", "demo"]],
  ])("gives a line end that it added back when it goes %s of two", (_, order) => {
    const written = writeHostsBlock(writeHostsBlock("127.0.0.1 localhost", entry), other);
    expect(order.reduce(removeHostsBlock, written)).toBe("127.0.0.1 localhost");
  });

  it("is the same when it is written twice", () => {
    const once = writeHostsBlock("127.0.0.1 localhost", entry);
    expect(writeHostsBlock(once, entry)).toBe(once);
  });

  it.each([
    ["without its end", `${block.split("\n").slice(0, 3).join("\n")}\n`, "line 1"],
    ["without its beginning", `${block.split("\n").slice(1).join("\n")}\n`, "line 3"],
    ["twice", block + block, "line 1, 4, 5, 8"],
  ])("is refused %s, with the lines of its markers", (_, text, lines) => {
    expect(() => removeHostsBlock(text, "demo")).toThrow(lines);
    expect(() => writeHostsBlock(text, entry)).toThrow(lines);
  });
});
