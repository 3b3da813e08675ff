import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Stage, task } from "./fixture.ts";

let stage: Stage;
afterEach(() => stage.remove());

const SECRET = "s3cret/value+with=signs";

/** Prints its secret in every form, on both streams, in pieces and without a last line break. */
const LEAKY = `#!${process.execPath}
const value = process.argv[2];
const forms = [value, Buffer.from(value).toString("base64"), encodeURIComponent(value), JSON.stringify({ value })];
for (const form of forms) for (const stream of [process.stdout, process.stderr]) stream.write("form " + form + "\\n");
process.stdout.write("in two " + value.slice(0, 9));
setTimeout(() => process.stdout.write(value.slice(9)), 50);
if (process.argv[3]) process.exitCode = 1;
`;

/** All bytes below a folder. */
function contents(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

test.each(["leaky", "helm"])(
  "a secret that %s prints is in no log, journal, event or result",
  async (tool) => {
    stage = new Stage(
      [task("a"), task("b")],
      `
  a: { run: [{command: {argv: [${tool}, "\${secret.password}"]}}], verify: [{command: {argv: [${tool}, "\${secret.password}"]}}] }
  b: { env: { PASSWORD: "\${secret.password}" }, run: [{command: {argv: [${tool}, "\${secret.password}", fail]}}] }
`,
    );
    stage.workspace.writeTool(tool, LEAKY);
    const run = await stage.run({ secrets: { password: SECRET } }, { secrets: ["password"] });
    expect(run.results.map(({ outcome }) => outcome)).toEqual(["changed", "failed"]);
    const everything = [
      JSON.stringify(run),
      JSON.stringify(stage.events),
      contents(stage.workspace.path(".canary")),
    ].join("\n");
    expect(everything).toContain("form ***");
    for (const form of [SECRET, Buffer.from(SECRET).toString("base64"), encodeURIComponent(SECRET)]) {
      expect(everything).not.toContain(form);
    }
    expect(
      readdirSync(stage.workspace.path(".canary"), { recursive: true }).filter((name) =>
        String(name).includes("private"),
      ),
    ).toEqual([]);
  },
);

test("a word behind --password is in no plan, journal, log or event, not even as the name of its step", async () => {
  stage = new Stage(
    [task("a")],
    `  a: { run: [{command: {argv: ["true", --password, hunter2hunter2]}}], verify: [{command: {argv: ["false", --password, hunter2hunter2]}}] }\n`,
  );
  const result = await stage.run();
  expect(result.success).toBe(false);
  expect(JSON.stringify(result)).not.toContain("hunter2");
  expect(JSON.stringify(stage.events)).not.toContain("hunter2");
  expect(JSON.stringify(stage.ledger.transitions)).not.toContain("hunter2");
});
