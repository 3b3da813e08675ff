import { once } from "node:events";
import type { ChildProcess } from "node:child_process";
import type { TestCluster } from "./test-cluster.ts";

/** What `canary open` says, what is answered there, and with what it ends after Ctrl-C. */
export interface OpenedInterface {
  readonly address: string;
  readonly note: string | null;
  readonly answer: string;
  readonly exitCode: number | null;
}

/** Opens a part of the platform, asks at `path` of its address, and ends it. */
export async function askOpened(cluster: TestCluster, name: string, path: string): Promise<OpenedInterface> {
  let child: ChildProcess | undefined;
  const run = cluster.start(["open", name, "-o", "jsonl"], (started) => (child = started));
  if (child?.stdout == null) throw new Error("canary has no stdout");
  const [line] = (await Promise.race([once(child.stdout, "data"), failure(run)])) as [Buffer];
  const { address, note } = JSON.parse(line.toString()) as Pick<OpenedInterface, "address" | "note">;
  const response = await fetch(new URL(path, address));
  const answer = `${response.status} ${await response.text()}`;
  child.kill("SIGINT");
  return { address, note, answer, exitCode: (await run).exitCode };
}

/** Rejects with what was printed by a run that ends before it should. */
async function failure(run: ReturnType<TestCluster["start"]>): Promise<never> {
  const { exitCode, stderr } = await run;
  throw new Error(`it ended with ${exitCode}\n${stderr}`);
}
