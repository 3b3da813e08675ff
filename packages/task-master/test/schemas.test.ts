import * as z from "zod";
import { expect, test } from "vitest";
import { playbookSchema, runEventSchema } from "../src/schemas/index.ts";

test("both schemas can be published as JSON schemas", () => {
  const playbook = z.toJSONSchema(playbookSchema, { io: "input" });
  expect(playbook).toMatchObject({
    type: "object",
    additionalProperties: false,
    required: ["apiVersion", "kind", "tasks"],
  });
  expect(JSON.stringify(playbook)).toContain('"terraform"');
  expect(JSON.stringify(z.toJSONSchema(runEventSchema))).toContain('"run_finished"');
});
