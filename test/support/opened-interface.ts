import type { ChildProcess } from "node:child_process";
import type { TestCluster } from "./test-cluster.ts";

/** Where a part of the platform listens, and how to sign in there. */
export interface OpenedAddress {
  readonly address: string;
  readonly note: string | null;
}

/** What `canary open` says, what is answered there, and with what it ends after Ctrl-C. */
export interface OpenedInterface extends OpenedAddress {
  readonly answer: string;
  readonly exitCode: number | null;
}

/** Opens a part of the platform, asks at `path` of its address, and ends it. */
export async function askOpened(cluster: TestCluster, name: string, path: string): Promise<OpenedInterface> {
  const { result, exitCode } = await whileOpened(cluster, name, async (opened) => {
    const response = await fetch(new URL(path, opened.address), { signal: AbortSignal.timeout(60_000) });
    return { ...opened, answer: `${response.status} ${await response.text()}` };
  });
  return { ...result, exitCode };
}

/** Opens a part of the platform while `work` is done, and ends it however that ends. */
export async function whileOpened<Result>(
  cluster: TestCluster,
  name: string,
  work: (opened: OpenedAddress) => Promise<Result>,
): Promise<{ readonly result: Result; readonly exitCode: number | null }> {
  let child: ChildProcess | undefined;
  const run = cluster.start(["open", name, "-o", "jsonl"], (started) => (child = started));
  try {
    const result = await work(JSON.parse(await Promise.race([firstLine(child), failure(run)])));
    child?.kill("SIGINT");
    return { result, exitCode: (await run).exitCode };
  } finally {
    child?.kill("SIGINT");
    await run;
  }
}

/** Its whole first line, however the pipe cuts it. */
function firstLine(child: ChildProcess | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child?.stdout == null) reject(new Error("canary has no stdout"));
    let text = "";
    child?.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
  });
}

/** Rejects with what was printed by a run that ends before it should. */
async function failure(run: ReturnType<TestCluster["start"]>): Promise<never> {
  const { exitCode, stderr } = await run;
  throw new Error(`it ended with ${exitCode}\n${stderr}`);
}
