import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { prdDocumentSchema } from "@canary/core/schemas";
import { describe, expect, it } from "vitest";
import { parsePrdText } from "../src/index.ts";

const ROOT = new URL("./fixtures/", import.meta.url);
/** Set it to write the outputs anew; read the difference before you keep it. */
const isUpdate = process.env["CANARY_UPDATE_FIXTURES"] === "1";

describe("fixture pairs", () => {
  for (const name of readdirSync(ROOT).sort()) {
    const input = readFileSync(new URL(`${name}/input.md`, ROOT));
    const output = new URL(`${name}/output.json`, ROOT);
    const { document } = parsePrdText(input, { file: "input.md" });

    it(`parses ${name} as its output says`, () => {
      if (isUpdate || !existsSync(output)) writeFileSync(output, `${JSON.stringify(document, null, 2)}\n`);
      expect(document).toEqual(JSON.parse(readFileSync(output, "utf8")));
    });

    it(`gives ${name} the published shape`, () => {
      const enveloped = { apiVersion: "canary.dev/v1", kind: "PrdDocument", ...document };
      expect(prdDocumentSchema.parse(enveloped)).toEqual(enveloped);
    });
  }
});
