import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker, FAULTY_FS, runWorker } from "./support/run-workers.ts";
import { pidNamespace } from "./support/pid-namespace.ts";
import { codeOf, sampleStore } from "./support/sample-store.ts";
import type { SampleStore } from "./support/sample-store.ts";

let folder: string;
let worker: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "canary-worker-"));
  chmodSync(folder, 0o755);
  worker = await buildWorker(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const asNobody = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

function contentOf({ readTasks, readEvents }: SampleStore): unknown {
  return [readTasks(), readEvents()];
}

describe("a failing disk", () => {
  it.each(["ENOSPC", "EIO", "EROFS"])(
    "that says %s at any call of an update is a clear error and changes nothing",
    async (fault) => {
      const sample = sampleStore([{ id: "a" }, { id: "b" }]);
      let failed = 0;
      for (let at = 1; at < 60; at += 1) {
        const before = contentOf(sample);
        const env = { FAULT: fault, FAULT_AT: String(at), STORE: sample.directory };
        const { code, stdout, stderr } = await runWorker(
          ["-r", FAULTY_FS, worker, sample.directory, "update", "a", "1", `at${at}`],
          { env },
        );
        if (
          code === 0 &&
          stdout.length > 0 &&
          !stderr.includes("injected") &&
          Number(/calls (\d+)/.exec(stderr)?.[1]) < at
        )
          break;
        if (code === 0) continue;
        failed += 1;
        expect(stderr).toMatch(/CANARY_STORE_(WRITE_FAILED|UNREADABLE)/);
        expect(stderr).toContain(fault);
        expect(contentOf(sample)).toEqual(before);
      }
      expect(failed).toBeGreaterThan(4);
      expect(sample.store.transition("b", { status: "completed" }).task.status).toBe("completed");
    },
  );

  it("that is really full is a clear error, and the old file stays", ({ skip }) => {
    const mount = "mount -t tmpfs -o size=128k canary-full";
    const probe = spawnSync("unshare", ["-rm", "sh", "-c", `${mount} ${folder}`]);
    if (probe.status !== 0) skip("no user namespaces here: a small file system cannot be mounted");
    const sample = sampleStore(Array.from({ length: 20 }, (_, index) => ({ id: `t${index}` })));
    const small = join(folder, "small");
    mkdirSync(small);
    const script = `set -e; ${mount} ${small}; cp -r ${sample.directory}/. ${small}; before=$(cat ${small}/tasks.json | cksum)
      ${process.execPath} ${worker} ${small} update t1 1 first; dd if=/dev/zero of=${small}/filler bs=4k 2>/dev/null || true
      before=$(cat ${small}/tasks.json ${small}/events.ndjson | cksum)
      ${process.execPath} ${worker} ${small} update t1 1 second && echo "wrote on a full disk" || true
      test "$before" = "$(cat ${small}/tasks.json ${small}/events.ndjson | cksum)" && echo untouched
      rm ${small}/filler; ${process.execPath} ${worker} ${small} update t1 1 third; ls -A ${small}`;
    const { stdout, stderr, status } = spawnSync("unshare", ["-rm", "sh", "-c", script], {
      encoding: "utf8",
    });
    expect(stderr).toContain("CANARY_STORE_WRITE_FAILED");
    expect(stderr).toContain("ENOSPC");
    expect([status, stdout.split("\n").slice(0, 3)]).toEqual([0, ["first-0", "untouched", "third-0"]]);
    expect(stdout).not.toMatch(/\.next|\.lock/);
  });

  it("that may not be written is a clear error, reading works, and the old file stays", async () => {
    const sample = sampleStore([{ id: "a" }]);
    const copy = join(folder, "read-only");
    cpSync(sample.directory, copy, { recursive: true });
    chmodSync(copy, 0o555);
    const before = readFileSync(join(copy, "tasks.json"), "utf8");
    const { code, stderr } = await runWorker([worker, copy, "update", "a"], asNobody);
    expect([code, readFileSync(join(copy, "tasks.json"), "utf8")]).toEqual([1, before]);
    expect(stderr).toMatch(/CANARY_STORE_WRITE_FAILED.*EACCES/);
    chmodSync(copy, 0o755);
  });

  it("whose file may not be read is an error and no empty list", async () => {
    const sample = sampleStore([{ id: "a" }]);
    const copy = join(folder, "secret");
    cpSync(sample.directory, copy, { recursive: true });
    chmodSync(copy, 0o777);
    chmodSync(join(copy, "tasks.json"), 0o000);
    const { code, stderr } = await runWorker([worker, copy, "update", "a"], asNobody);
    expect([code, stderr]).toEqual([1, expect.stringContaining("CANARY_STORE_UNREADABLE")]);
  });
});

describe("the lock", () => {
  const owner = {
    pid: 1,
    host: hostname(),
    takenAt: "2026-01-01T00:00:00.000Z",
    processStart: null,
    pidNamespace: null,
    token: "x",
  };

  it("of a process that is gone is taken over, and said", async () => {
    const sample = sampleStore([{ id: "a" }]);
    const env = { FAULT: "kill", FAULT_AT: "4", STORE: sample.directory };
    const { signal } = await runWorker(["-r", FAULTY_FS, worker, sample.directory, "update", "a"], { env });
    expect(signal).toBe("SIGKILL");
    expect(sample.store.transition("a", { status: "completed" }).task.status).toBe("completed");
    expect(sample.notices).toEqual([
      { kind: "lock-taken-over", owner: expect.objectContaining({ host: hostname() }) },
    ]);
  });

  it("that nobody ever signed is taken over", () => {
    const sample = sampleStore([{ id: "a" }]);
    writeFileSync(join(sample.directory, "tasks.lock"), "");
    expect(sample.store.transition("a", { status: "completed" }).task.status).toBe("completed");
    expect(sample.notices).toEqual([{ kind: "lock-taken-over", owner: undefined }]);
  });

  it("of another host is waited for and never taken; the error names it", () => {
    const sample = sampleStore([{ id: "a" }], { lockTimeoutMs: 200 });
    writeFileSync(join(sample.directory, "tasks.lock"), JSON.stringify({ ...owner, host: "elsewhere" }));
    expect(() => sample.store.transition("a", { status: "completed" })).toThrow(
      expect.objectContaining({
        code: "CANARY_STORE_LOCKED",
        message: expect.stringContaining("process 1 on elsewhere since 2026"),
        hint: expect.stringContaining("remove"),
      }),
    );
    expect(codeOf(() => sample.store.read())).toBe("nothing thrown");
  });

  it("of a living process is waited for up to the time limit", () => {
    const sample = sampleStore([{ id: "a" }], { lockTimeoutMs: 200 });
    const stat = readFileSync("/proc/1/stat", "latin1");
    const processStart = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    writeFileSync(
      join(sample.directory, "tasks.lock"),
      JSON.stringify({ ...owner, processStart, pidNamespace: pidNamespace() }),
    );
    expect(codeOf(() => sample.store.transition("a", { status: "completed" }))).toBe("CANARY_STORE_LOCKED");
  });

  it("of a process number that another process has now is taken over", () => {
    const sample = sampleStore([{ id: "a" }]);
    writeFileSync(
      join(sample.directory, "tasks.lock"),
      JSON.stringify({ ...owner, processStart: "1", pid: process.pid, pidNamespace: pidNamespace() }),
    );
    expect(sample.store.transition("a", { status: "completed" }).task.status).toBe("completed");
  });
});
