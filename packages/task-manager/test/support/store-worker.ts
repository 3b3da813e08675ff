import { writeSync } from "node:fs";
import { openTaskStore } from "../../src/index.ts";
import { reconcileById, sampleDocument } from "./sample-document.ts";

/**
 * A process that changes a store: `DIRECTORY update ID COUNT NAME` makes COUNT changes of one task, each with its own
 * message, and prints each message once it is acknowledged; `DIRECTORY claim NAME` takes the next task and prints its
 * id; `DIRECTORY merge ID…` merges a document of these tasks.
 */
const [directory = "", verb = "", ...words] = process.argv.slice(2);
const store = openTaskStore({
  directory,
  clock: { now: () => Date.now() },
  actor: "worker",
  lockTimeoutMs: Number(process.env["LOCK_TIMEOUT_MS"] ?? 60_000),
  onNotice: (notice) => writeSync(2, `${JSON.stringify(notice)}\n`),
});

if (verb === "merge") {
  store.merge({
    documentId: "prd",
    document: sampleDocument(words.map((id) => ({ id }))),
    reconcile: reconcileById,
  });
  writeSync(1, "merged\n");
} else if (verb === "claim") {
  const claimed = store.claimNext({ by: words[0] ?? "", ttlMs: 600_000 });
  writeSync(1, `${claimed?.task.id ?? "nothing"}\n`);
} else {
  const [id = "", count = "1", name = "worker"] = words;
  try {
    for (let turn = 0; turn < Number(count); turn += 1) {
      const message = `${name}-${turn}`;
      store.transition(id, { status: "in_progress", message });
      writeSync(1, `${message}\n`);
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    writeSync(2, `${JSON.stringify({ code, message: String(error) })}\n`);
    process.exitCode = 1;
  }
}
