import { spawn } from "node:child_process";
import { once } from "node:events";

/** A program of Prometheus' family that serves on a free port of the loopback. */
export interface LoopbackProgram {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const LISTENING = /address=(127\.0\.0\.1:[1-9]\d*)/;

/** Starts the program, whose options ask for the port 0, and waits until its log says at which port it listens. */
export async function startOnLoopback(
  program: string,
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<LoopbackProgram> {
  const child = spawn(program, options, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const closed = once(child, "close");
  const address = await new Promise<string>((resolve, reject) => {
    let log = "";
    child.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      const found = LISTENING.exec(log)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on("error", reject);
    child.on("close", (code) => reject(new Error(`${program} ended with ${code}: ${log}`)));
  });
  return {
    url: `http://${address}`,
    stop: async () => {
      child.kill("SIGTERM");
      await closed;
    },
  };
}
