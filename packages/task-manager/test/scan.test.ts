import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRIORITIES, TASK_KINDS, TASK_STATUSES } from "@canary/core";
import { parseStoreText } from "../src/file/parse-store-text.ts";
import { formatStoreFile, TASKS_MARKER } from "../src/file/store-file.ts";
import type { StoreFile } from "../src/file/store-file.ts";
import type { TaskRecord } from "../src/record/task-record.ts";
import { scanTasks } from "../src/scan/scan-tasks.ts";
import type { NumberedRow } from "../src/scan/scan-tasks.ts";
import { ownerOf } from "../src/query/owners-of.ts";
import { sampleStore } from "./support/sample-store.ts";

const NOW = Date.parse("2026-01-01T12:00:00.000Z");
const OPTIONS = { file: "tasks.json", now: NOW, arePlain: false };
const EARLIER = "2026-01-01T11:59:59.999Z";
const LATER = "2026-01-01T12:00:00.001Z";

const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom('"', "\\", "\u2028", "ö"));
const name = fc.string({ minLength: 1 }).filter((id) => !/["\\]/.test(id));
const texts = fc.array(text, { maxLength: 3 });
const status = fc.constantFrom(...TASK_STATUSES);
const count = fc.nat();

const record: fc.Arbitrary<TaskRecord> = fc.record(
  {
    id: name,
    document: fc.constant("prd"),
    status,
    message: text,
    updatedAt: fc.constant("2026-01-01T00:00:00.000Z"),
    owner: text,
    note: text,
    claim: fc.record({ by: name, until: fc.constantFrom(EARLIER, LATER) }),
    evidence: fc.dictionary(text, text, { maxKeys: 2 }),
    run: fc.record({ id: name, attempt: count, status }),
    title: text,
    kind: fc.constantFrom(...TASK_KINDS),
    phase: fc.option(name),
    section: texts,
    priority: fc.constantFrom(...PRIORITIES),
    aliases: texts,
    dependencies: texts,
    details: texts,
    attributes: fc.dictionary(fc.oneof(text, fc.constant("owner")), texts, { maxKeys: 2 }),
    box: status,
    source: fc.record({ line: count, column: count, offset: count }),
    lineHash: text,
    archivedAt: fc.constant("2026-01-02T00:00:00.000Z"),
    event: text,
  },
  {
    requiredKeys: [
      "id",
      "document",
      "status",
      "updatedAt",
      "title",
      "kind",
      "phase",
      "priority",
      "box",
      "source",
      "event",
    ],
  },
);
const records = fc.uniqueArray(record, { selector: ({ id }) => id, maxLength: 4 });

const HEADER: StoreFile["header"] = {
  schemaVersion: 1,
  defaultDocument: "prd",
  documents: [
    {
      id: "prd",
      file: "PRD.md",
      metadata: {
        title: "T",
        project: null,
        document: null,
        version: null,
        date: null,
        status: null,
        owners: [],
      },
      phases: [],
      requirements: [],
      statistics: {
        checkboxes: { total: 0, completed: 0 },
        phases: 0,
        tasks: 0,
        criteria: 0,
        fragments: 0,
      },
      event: "01",
    },
  ],
};

/** The rows as the whole store gives them, and what it could not use. */
function parsed(content: string): { rows: readonly Omit<NumberedRow, "number">[]; damaged: number } {
  const { records: found, damaged } = parseStoreText(content, "tasks.json");
  const rows = found
    .filter(({ archivedAt }) => archivedAt === undefined)
    .map(({ id, status: state, kind, priority, phase, title, owner, claim, attributes }) => ({
      owner: ownerOf({
        ...(owner === undefined ? {} : { owner }),
        ...(attributes === undefined ? {} : { attributes }),
        ...(claim?.until === LATER ? { claim } : {}),
      }),
      id,
      status: state,
      kind,
      priority,
      phase,
      title,
    }));
  return { rows, damaged: damaged.length };
}

describe("scanning a store for its rows", () => {
  it("finds in any store that was written by us what parsing finds", () => {
    fc.assert(
      fc.property(records, (list) => {
        const content = formatStoreFile({ header: HEADER, records: list });
        expect(scanTasks(content, OPTIONS)?.rows).toEqual(parsed(content).rows);
      }),
      { numRuns: 300 },
    );
  });

  it("leaves to parsing whatever it does not read as parsing does", () => {
    fc.assert(
      fc.property(
        records,
        fc.nat(),
        fc.constantFrom("", '"', "\\", "}", "0", ",", "\n", " "),
        (list, at, put) => {
          const content = formatStoreFile({ header: HEADER, records: list });
          const begin = content.indexOf(TASKS_MARKER) + TASKS_MARKER.length;
          const place = begin + (at % (content.length - begin));
          const changed = content.slice(0, place) + put + content.slice(place + (put === "" ? 1 : 0));
          const whole = parsed(changed);
          const scanned = scanTasks(changed, OPTIONS);
          expect(scanned === undefined ? whole : { rows: scanned.rows, damaged: 0 }).toEqual(whole);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("leaves several documents, a second record of one id and unknown fields to parsing", () => {
    const sample = sampleStore([{ id: "a" }, { id: "b" }]);
    expect(scanTasks(sample.readTasks(), OPTIONS)?.rows.map(({ id }) => id)).toEqual(["a", "b"]);
    const twice = sample.readTasks().replace('{"id":"b"', '{"id":"a"');
    expect(scanTasks(twice, OPTIONS)).toBeUndefined();
    const later = sample.readTasks().replace('"status":"pending"', '"colour":"red","status":"pending"');
    expect(scanTasks(later, OPTIONS)).toBeUndefined();
    sample.merge([{ id: "c" }], "other");
    expect(scanTasks(sample.readTasks(), OPTIONS)).toBeUndefined();
  });
});
