import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TaskStatus } from "@canary/core";
import type { TaskStore } from "../src/index.ts";
import { reconcileById, sampleDocument } from "./support/sample-document.ts";
import { codeOf, sampleStore } from "./support/sample-store.ts";

/** A document with one item a line, ids t1, t2 … by line; its bytes are as given, also where they are no UTF-8. */
function documented(lines: readonly string[]) {
  const { directory, store } = sampleStore();
  const path = join(directory, "../PRD.md");
  const bytes = Buffer.from(`${lines.join("\n")}\n`, "latin1");
  writeFileSync(path, bytes);
  const parse = (): void => {
    const now = readFileSync(path);
    store.merge({ documentId: "prd", document: parseLines(now), reconcile: reconcileById, bytes: now });
  };
  parse();
  return { store, path, parse, bytes, read: () => readFileSync(path) };
}

function parseLines(bytes: Buffer): ReturnType<typeof sampleDocument> {
  const lines = bytes.toString("latin1").split("\n").slice(0, -1);
  let offset = 0;
  return sampleDocument(
    lines.map((line, index) => {
      const status: TaskStatus = /\[[xX]\]/.test(line) ? "completed" : "pending";
      const source = { file: "PRD.md", line: index + 1, column: 1, offset };
      offset += line.length + 1;
      return { id: `t${index + 1}`, title: line.replace(/^.*\] /, ""), status, source };
    }),
  );
}

function complete(store: TaskStore): readonly string[] {
  const ids = store.read().tasks.map(({ id }) => id);
  store.transitionAll(ids, { status: "completed" });
  return ids;
}

describe("write-back", () => {
  it("changes one byte of each box and nothing else, whatever the bytes around are", () => {
    const { store, path, bytes, read, parse } = documented([
      "- [ ] Plain",
      "* [X] Done",
      "1) [ ] Num",
      "  > - [ ] Quoted",
      "- [ ] mojibake \u00e2\u0080\u0093 here\r",
      "+ [~] Marked",
    ]);
    const ids = complete(store);
    expect(store.writeBack({ path, ids })).toEqual({
      written: ["t1", "t3", "t4", "t5", "t6"],
      refused: [],
      unchanged: ["t2"],
    });
    const after = read();
    expect(after.length).toBe(bytes.length);
    expect(
      [...after].flatMap((byte, index) => (byte === bytes[index] ? [] : [String.fromCharCode(byte)])),
    ).toEqual(["x", "x", "x", "x", "x"]);
    parse();
    expect(store.read().tasks.every(({ status }) => status === "completed")).toBe(true);
    expect(store.writeBack({ path, ids }).written).toEqual([]);
  });

  it("unticks what was reset, and the next parse does not complete it again", () => {
    const { store, path, parse, read } = documented(["- [x] Plain"]);
    store.transition("t1", { status: "pending" });
    store.writeBack({ path, ids: ["t1"] });
    expect(read().toString()).toBe("- [ ] Plain\n");
    store.transition("t1", { status: "completed" });
    store.writeBack({ path, ids: ["t1"] });
    store.transition("t1", { status: "pending" });
    parse();
    expect(store.read().tasks[0]?.status).toBe("pending");
  });

  it.each([
    ["- Plain bullet", /no box/],
    ["- [] Empty", /no room/],
    ["- [\u00a0] Hard", /no-break space/],
    ["- [\u00c2\u00a0] Hard in UTF-8", /no-break space/],
    ["Some [ ] text", /no box/],
  ])("refuses %j with the reason", (line, reason) => {
    const { store, path, bytes, read } = documented([line]);
    complete(store);
    expect(store.writeBack({ path, ids: ["t1"] }).refused).toEqual([
      { id: "t1", line: 1, reason: expect.stringMatching(reason) },
    ]);
    expect(read()).toEqual(bytes);
  });

  it.each([
    ["was edited", (text: string) => text.replace("One", "Other")],
    ["stands elsewhere", (text: string) => `\n${text}`],
    ["is gone", () => ""],
  ])("refuses a line that %s since it was parsed", (_, edit) => {
    const { store, path, read } = documented(["- [ ] One", "- [ ] Two"]);
    complete(store);
    writeFileSync(path, edit(read().toString()));
    const before = read();
    expect(store.writeBack({ path, ids: ["t1"] }).refused[0]?.reason).toMatch(/not the one that was parsed/);
    expect(read()).toEqual(before);
  });

  it("plans without writing", () => {
    const { store, path, bytes, read } = documented(["- [ ] One"]);
    complete(store);
    expect(store.writeBack({ path, ids: ["t1"], isDryRun: true }).written).toEqual(["t1"]);
    expect(read()).toEqual(bytes);
  });

  it("says when the document is not there", () => {
    const { store } = documented(["- [ ] One"]);
    expect(codeOf(() => store.writeBack({ path: "/nowhere/PRD.md", ids: ["t1"] }))).toBe(
      "CANARY_PRD_NOT_FOUND",
    );
  });
});

describe("planSync", () => {
  it.each<{ store: TaskStatus; parsed: " " | "x"; now: " " | "x"; follows: string | undefined }>([
    { store: "completed", parsed: " ", now: " ", follows: "document" },
    { store: "pending", parsed: "x", now: "x", follows: "document" },
    { store: "pending", parsed: " ", now: "x", follows: "store" },
    { store: "failed", parsed: " ", now: "x", follows: "conflict" },
    { store: "completed", parsed: "x", now: " ", follows: "conflict" },
    { store: "failed", parsed: "x", now: "x", follows: "conflict" },
    { store: "completed", parsed: " ", now: "x", follows: undefined },
    { store: "failed", parsed: " ", now: " ", follows: undefined },
  ])(
    "store $store, parsed [$parsed], now [$now]: $follows follows",
    ({ store: status, parsed, now, follows }) => {
      const { store, path, read } = documented([`- [${parsed}] One`]);
      store.transition("t1", { status });
      writeFileSync(path, `- [${now}] One\n`);
      const rows = store.planSync({
        documentId: "prd",
        document: parseLines(read()),
        reconcile: reconcileById,
      });
      expect(rows.map((row) => row.follows)).toEqual(follows === undefined ? [] : [follows]);
    },
  );
});
