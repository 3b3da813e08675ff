import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sampleStore } from "./support/sample-store.ts";
import type { SampleStore } from "./support/sample-store.ts";

function repository(): SampleStore & { git: (...words: readonly string[]) => string } {
  const sample = sampleStore(["a", "b", "c", "d"].map((id) => ({ id })));
  const cwd = join(sample.directory, "..");
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  const identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false"];
  const git = (...words: readonly string[]): string =>
    execFileSync("git", [...identity, ...words], {
      cwd,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "start");
  return { ...sample, git };
}

describe("two branches", () => {
  it.each([
    ["a", "b"],
    ["b", "c"],
    ["a", "d"],
  ])("that changed %s and %s merge without a conflict, with the history of both", (one, other) => {
    const { git, store } = repository();
    git("switch", "-q", "-c", "other");
    store.transition(other, { status: "failed", message: "there" });
    git("commit", "-q", "-a", "-m", "other");
    git("switch", "-q", "main");
    store.transition(one, { status: "completed", message: "here" });
    git("commit", "-q", "-a", "-m", "one");
    git("merge", "-q", "--no-edit", "other");
    const { tasks, problems } = store.read();
    expect(problems).toEqual([]);
    const done = Object.fromEntries(tasks.map(({ id, status }) => [id, status]));
    expect([done[one], done[other]]).toEqual(["completed", "failed"]);
    expect([store.history(one).length, store.history(other).length]).toEqual([2, 2]);
    expect(store.check()).toEqual([]);
    expect(store.transition(one, { status: "pending" }).task.status).toBe("pending");
  });

  it("that changed the same task leave a conflict that reading and repairing can live with", () => {
    const { git, store, readTasks, setTime } = repository();
    git("switch", "-q", "-c", "other");
    store.transition("b", { status: "failed" });
    git("commit", "-q", "-a", "-m", "other");
    git("switch", "-q", "main");
    setTime("2026-01-02T00:00:00.000Z");
    store.transition("b", { status: "completed" });
    git("commit", "-q", "-a", "-m", "one");
    expect(() => git("merge", "-q", "--no-edit", "other")).toThrow(/failed/);
    expect(readTasks()).toContain("<<<<<<<");
    const statuses = () => store.read().tasks.map(({ id, status }) => `${id} ${status}`);
    expect(statuses()).toEqual(["a pending", "b completed", "c pending", "d pending"]);
    store.repair();
    expect(statuses()).toEqual(["a pending", "b completed", "c pending", "d pending"]);
    expect([store.read().problems, store.check()]).toEqual([[], []]);
  });

  it("do not commit the files of one machine", () => {
    const { git, directory, store } = repository();
    store.transition("a", { status: "completed" });
    expect(
      git("ls-files")
        .split("\n")
        .filter((name) => name !== ""),
    ).toEqual([
      ".canary/.gitattributes",
      ".canary/.gitignore",
      ".canary/events.ndjson",
      ".canary/tasks.json",
    ]);
    expect(git("status", "--short", "--untracked-files=all")).not.toContain("??");
    rmSync(directory, { recursive: true });
  });
});
