import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Stage, task } from "./fixture.ts";

/** Says what it was given by argument and environment, on both streams, whole and cut in two, then fails when told to. */
const LEAKY = `#!${process.execPath}
const given = [process.argv[2], process.env.GIVEN ?? ""];
for (const value of given) {
  for (const form of [value, JSON.stringify({ value }), Buffer.from(value).toString("base64"), encodeURIComponent(value)]) {
    for (const stream of [process.stdout, process.stderr]) stream.write("said " + form + "\\n");
  }
}
process.stdout.write("cut " + given[0].slice(0, 5));
setTimeout(() => {
  process.stdout.write(given[0].slice(5));
  if (process.argv[3] === "fail") process.exitCode = 3;
}, 20);
`;

/** Answers with what it was asked with. */
const server: Server = createServer((request, answer) => {
  answer.end(`${request.url ?? ""} ${String(request.headers["x-given"] ?? "")}`);
});
let address = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const PLAYBOOK = `
  pipe:
    env: { GIVEN: "\${secret.word}" }
    check: [{command: {argv: [leaky, "\${secret.word}", fail]}}]
    run: [{command: {argv: [leaky, "\${secret.word}"]}}]
    verify: [{command: {argv: [leaky, "\${secret.word}"]}}]
  file: { run: [{helm: {arguments: ["\${secret.word}", fail]}}] }
  web: { verify: [{http: {url: "ADDRESS/x", headers: { X-Given: "\${secret.word}" }, expect: { contains: nothing-like-this }}, timeout: 450ms}] }
`;

/** A word that nothing else says, with whatever else may be in a secret; no NUL, which no argument can hold. */
const secrets = fc
  .tuple(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.constantFrom("", "\n", " ", '"', "\\", "%", "é", "ß=&"),
  )
  .map(([random, odd]) => `Zq9${odd}${random.replaceAll("\0", "")}#7Xv`);

function everythingBelow(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), "utf8")}`)
    .join("\n");
}

test("whatever a secret looks like, no channel shows it: argument, variable, stream, private file, header, result", async () => {
  await fc.assert(
    fc.asyncProperty(secrets, async (word) => {
      const stage = new Stage(
        ["pipe", "file", "web"].map((id) => task(id)),
        PLAYBOOK.replace("ADDRESS", address),
      );
      try {
        for (const tool of ["leaky", "helm"]) stage.workspace.writeTool(tool, LEAKY);
        const run = await stage.run({ secrets: { word }, keepGoing: true }, { secrets: ["word"] });
        expect(run.results.map(({ task, outcome }) => [task, outcome])).toEqual([
          ["pipe", "changed"],
          ["file", "failed"],
          ["web", "failed"],
        ]);
        const shown = [
          JSON.stringify(run),
          JSON.stringify(stage.events),
          JSON.stringify(stage.ledger.transitions),
          everythingBelow(stage.workspace.path(".canary")),
        ].join("\n");
        expect(shown).toContain("said ***");
        const lines = [word, ...word.split("\n")].filter((line) => line.trim().length >= 4);
        for (const line of lines) {
          for (const form of [line, Buffer.from(line).toString("base64"), encodeURIComponent(line)]) {
            expect(shown).not.toContain(form);
            expect(shown).not.toContain(JSON.stringify(form).slice(1, -1));
          }
        }
      } finally {
        stage.remove();
      }
    }),
    { numRuns: 12 },
  );
});
