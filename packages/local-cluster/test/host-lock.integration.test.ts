import { execa } from "execa";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { acquireHostLock, findLockOwner } from "../src/system/host-lock.ts";

const key = (): string => `test ${process.pid} ${Math.random()}`;
const request = { subject: "the test", verb: "try", timeoutMs: 0 };

describe("acquireHostLock", () => {
  it("is held by one at a time, and says by whom", async () => {
    const name = key();
    const lock = await acquireHostLock(name, { ...request, verb: "up" });
    await expect(acquireHostLock(name, request)).rejects.toMatchObject({
      code: "CANARY_CLUSTER_LOCKED",
      exitCode: 6,
      message: `the test is in use by another canary (up, process ${process.pid})`,
    });
    await lock.release();
    await (await acquireHostLock(name, request)).release();
  });

  it("can be asked for without being taken", async () => {
    const name = key();
    expect(await findLockOwner(name)).toBeUndefined();
    const lock = await acquireHostLock(name, { ...request, verb: "down" });
    expect(await findLockOwner(name)).toBe(`down, process ${process.pid}`);
    await lock.release();
    expect(await findLockOwner(name)).toBeUndefined();
  });

  it("is had by one of many who wait, each in turn", async () => {
    const name = key();
    let inside = 0;
    const most: number[] = [];
    const work = async (): Promise<void> => {
      const lock = await acquireHostLock(name, { ...request, timeoutMs: 20_000 });
      inside += 1;
      most.push(inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      await lock.release();
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(most).toEqual(Array.from({ length: 8 }, () => 1));
  });

  it("ends its wait when it is aborted", async () => {
    const name = key();
    const lock = await acquireHostLock(name, request);
    const signal = AbortSignal.timeout(50);
    await expect(acquireHostLock(name, { ...request, timeoutMs: 60_000, signal })).rejects.toThrow("timeout");
    await lock.release();
  });

  it("is a file where there is no abstract namespace, and survives the death of its owner", async () => {
    vi.spyOn(process, "platform", "get").mockReturnValue("darwin");
    const name = key();
    const file = path.join(
      os.tmpdir(),
      `canary-${createHash("sha256").update(name).digest("hex").slice(0, 24)}.sock`,
    );
    const script = `require("net").createServer().listen(${JSON.stringify(file)}, () => process.kill(process.pid, "SIGKILL"))`;
    await execa("node", ["-e", script], { reject: false });
    expect(existsSync(file)).toBe(true);
    const lock = await acquireHostLock(name, { ...request, timeoutMs: 5_000 });
    await expect(acquireHostLock(name, request)).rejects.toMatchObject({ code: "CANARY_CLUSTER_LOCKED" });
    await lock.release();
    expect(existsSync(file)).toBe(false);
  });

  it.skipIf(process.platform !== "linux")(
    "is given back by the kernel when its owner is killed",
    async () => {
      const address = `canary-lock-test-${process.pid}`;
      const script = `require("net").createServer().listen("\\0${address}", () => console.log("held"))`;
      const owner = execa("node", ["-e", script], { reject: false });
      await once(owner.stdout, "data");
      const hold = async (): Promise<boolean> => {
        const probe = await execa(
          "node",
          [
            "-e",
            `${script.replace("listen", "on('error', () => process.exit(1)).listen")}; setTimeout(() => process.exit(0), 200)`,
          ],
          { reject: false },
        );
        return probe.exitCode === 0;
      };
      expect(await hold()).toBe(false);
      owner.kill("SIGKILL");
      await owner;
      expect(await hold()).toBe(true);
    },
  );
});
